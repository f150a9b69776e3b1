CREATE INDEX "messages_thread" ON "messages" USING btree ("ticket_number","created_at");--> statement-breakpoint
CREATE INDEX "outbox_person" ON "outbox" USING btree ("ticket_number","recipient_email","created_at");--> statement-breakpoint
DROP INDEX "messages_ticket";--> statement-breakpoint
DROP INDEX "outbox_thread";
