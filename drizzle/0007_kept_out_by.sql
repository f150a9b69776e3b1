ALTER TABLE "mails" ADD COLUMN "kept_out_by" text;--> statement-breakpoint
-- Before this column the decision stood in a reason only.
UPDATE "mails" SET "kept_out_by" = 'operator' WHERE "disposition" = 'ignored' AND EXISTS (SELECT FROM unnest("reasons") AS reason WHERE reason LIKE 'kept out by %');
