-- The empty table mail_steps stays: processes of the release before still delete from it while they are replaced.
ALTER TABLE "mails" ADD COLUMN "peer" text;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "helo_name" text;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "filed_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "mails_peer" ON "mails" USING btree ("peer");--> statement-breakpoint
CREATE INDEX "refusals_peer" ON "refusals" USING btree ("peer");