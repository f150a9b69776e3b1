CREATE TABLE "relay_refusals" (
	"day" date NOT NULL,
	"refusal" text NOT NULL,
	"relayed" boolean NOT NULL,
	"mails" integer NOT NULL,
	CONSTRAINT "relay_refusals_day_refusal_relayed_pk" PRIMARY KEY("day","refusal","relayed")
);
--> statement-breakpoint
CREATE INDEX "mails_mail_from" ON "mails" USING btree ("mail_from");