ALTER TABLE "tickets" ADD COLUMN "shown_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "tickets" ALTER COLUMN "shown_at" SET DEFAULT clock_timestamp();--> statement-breakpoint
CREATE INDEX "tickets_open_updated" ON "tickets" USING btree ("updated_at") WHERE "tickets"."status" in ('new', 'open', 'pending');
