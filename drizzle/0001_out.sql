DROP INDEX "tickets_requester";--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "said" text;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "gist" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "enhanced_status" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "budgeted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "mails_said" ON "mails" USING btree ("said");--> statement-breakpoint
CREATE INDEX "outbox_undelivered" ON "outbox" USING btree ("recipient_email") WHERE "outbox"."state" in ('failed', 'bounced');--> statement-breakpoint
CREATE INDEX "outbox_budgeted" ON "outbox" USING btree ("created_at") WHERE "outbox"."budgeted";--> statement-breakpoint
CREATE INDEX "tickets_requester" ON "tickets" USING btree ("requester_email","created_at");