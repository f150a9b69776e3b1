DROP INDEX "outbox_undelivered";--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "via" text DEFAULT 'smtp' NOT NULL;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "left_out" text[];--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "acted_as" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "via" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "automatic" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "outbox_undelivered" ON "outbox" USING btree ("recipient_email") WHERE "outbox"."state" in ('failed', 'undeliverable');--> statement-breakpoint
-- `mails.gist` stays for a release: the last one still names it, and may run beside this one.
UPDATE "outbox" SET "state" = 'undeliverable' WHERE "state" = 'bounced';
