DROP INDEX "tickets_status";--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "ticket_number" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "followers" ADD COLUMN "state" text DEFAULT 'following' NOT NULL;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "released_by" text;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "held_for" bigint;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "awaits" text[];--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "changes" jsonb;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "undoes" bigint;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "entry" bigint;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "held_mail" text;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "assignee" text;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "merged_into" bigint;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "follow_up_of" bigint;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "status_since" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_held_for_tickets_number_fk" FOREIGN KEY ("held_for") REFERENCES "public"."tickets"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mails_held_for" ON "mails" USING btree ("held_for");--> statement-breakpoint
CREATE INDEX "mails_awaits" ON "mails" USING gin ("awaits");--> statement-breakpoint
CREATE INDEX "tickets_follow_up" ON "tickets" USING btree ("follow_up_of");--> statement-breakpoint
CREATE INDEX "tickets_status" ON "tickets" USING btree ("status","status_since");