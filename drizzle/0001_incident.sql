DROP INDEX "tickets_organisation";--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "words" "tsvector";--> statement-breakpoint
CREATE INDEX "followers_email" ON "followers" USING btree ("email");--> statement-breakpoint
CREATE INDEX "tickets_instance" ON "tickets" USING btree ("instance","created_at");--> statement-breakpoint
CREATE INDEX "tickets_words" ON "tickets" USING gin ("words") WITH (fastupdate=false) WHERE "tickets"."status" in ('new', 'open', 'pending');--> statement-breakpoint
CREATE INDEX "tickets_organisation" ON "tickets" USING btree ("organisation","created_at");