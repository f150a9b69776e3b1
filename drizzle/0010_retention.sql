ALTER TABLE "mails" ADD COLUMN "bytes_dropped_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "attachments" ADD COLUMN "dropped_at" timestamp with time zone;