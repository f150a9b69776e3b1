CREATE TABLE "organisations" (
	"name" text PRIMARY KEY NOT NULL,
	"followers" text[] NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
DROP INDEX "tickets_organisation";--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "waits_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "moved" jsonb;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "relayed_as" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "held_back" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "words" "tsvector";--> statement-breakpoint
CREATE INDEX "followers_email" ON "followers" USING btree ("email");--> statement-breakpoint
CREATE INDEX "outbox_relayed_as" ON "outbox" USING btree ("relayed_as") WHERE "outbox"."relayed_as" is not null;--> statement-breakpoint
CREATE INDEX "tickets_instance" ON "tickets" USING btree ("instance","created_at");--> statement-breakpoint
CREATE INDEX "tickets_words" ON "tickets" USING gin ("words") WITH (fastupdate=false) WHERE "tickets"."status" in ('new', 'open', 'pending');--> statement-breakpoint
CREATE INDEX "tickets_organisation" ON "tickets" USING btree ("organisation","created_at");