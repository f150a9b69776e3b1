ALTER TABLE "messages" ADD COLUMN "moved" jsonb;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "relayed_as" text;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "held_back" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "outbox_relayed_as" ON "outbox" USING btree ("relayed_as") WHERE "outbox"."relayed_as" is not null;