CREATE TABLE "directory_syncs" (
	"source" text PRIMARY KEY NOT NULL,
	"tried_at" timestamp with time zone NOT NULL,
	"outcome" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "followers" (
	"ticket_number" bigint NOT NULL,
	"email" text NOT NULL,
	"name" text,
	"state" text DEFAULT 'following' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "followers_ticket_number_email_pk" PRIMARY KEY("ticket_number","email")
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"id" text PRIMARY KEY NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"mail_from" text,
	"rcpt_to" text[] NOT NULL,
	"author" text,
	"subject" text,
	"message_id" text,
	"size" integer NOT NULL,
	"disposition" text DEFAULT 'pending' NOT NULL,
	"reasons" text[] DEFAULT '{}' NOT NULL,
	"authentication" jsonb,
	"ticket_number" bigint,
	"vouched" text[],
	"fingerprint" text,
	"said" text,
	"gist" text,
	"released_at" timestamp with time zone,
	"released_by" text,
	"held_for" bigint,
	"awaits" text[],
	"attempts" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "mails_fingerprint_unique" UNIQUE("fingerprint")
);
--> statement-breakpoint
CREATE TABLE "attachments" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "attachments_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"message_row" bigint NOT NULL,
	"name" text NOT NULL,
	"content_type" text NOT NULL,
	"size" integer NOT NULL,
	"sha256" text NOT NULL,
	"inline" boolean NOT NULL,
	"content_id" text,
	"key" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "messages_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"ticket_number" bigint NOT NULL,
	"kind" text NOT NULL,
	"author_email" text,
	"author_name" text,
	"text" text NOT NULL,
	"quoted" text,
	"html" text,
	"changes" jsonb,
	"undoes" bigint,
	"message_id" text,
	"mail_id" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "messages_mail_id_unique" UNIQUE("mail_id")
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" text PRIMARY KEY NOT NULL,
	"ticket_number" bigint,
	"entry" bigint,
	"held_mail" text,
	"recipient_email" text NOT NULL,
	"recipient_name" text,
	"locale" text NOT NULL,
	"role" text NOT NULL,
	"notice" jsonb NOT NULL,
	"ticket" jsonb NOT NULL,
	"message_id" text NOT NULL,
	"in_reply_to" text,
	"references" text[] NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_reply" text,
	"enhanced_status" text,
	"budgeted" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp with time zone,
	CONSTRAINT "outbox_message_id_unique" UNIQUE("message_id")
);
--> statement-breakpoint
CREATE TABLE "peer_rates" (
	"peer" text NOT NULL,
	"minute" integer NOT NULL,
	"connections" integer DEFAULT 0 NOT NULL,
	"mails" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "peer_rates_peer_minute_pk" PRIMARY KEY("peer","minute")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"email" text PRIMARY KEY NOT NULL,
	"name" text,
	"role" text DEFAULT 'admin' NOT NULL,
	"organisation" text,
	"instances" text[] DEFAULT '{}' NOT NULL,
	"locale" text,
	"active" boolean DEFAULT true NOT NULL,
	"source" text DEFAULT 'manual' NOT NULL,
	"alias_of" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "people_email_is_lower_case" CHECK ("people"."email" = lower("people"."email"))
);
--> statement-breakpoint
CREATE TABLE "tickets" (
	"number" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "tickets_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"subject" text NOT NULL,
	"instance" text,
	"instance_known" boolean DEFAULT false NOT NULL,
	"priority" text,
	"status" text DEFAULT 'new' NOT NULL,
	"requester_email" text NOT NULL,
	"requester_name" text,
	"organisation" text,
	"thread_index" text,
	"locale" text DEFAULT 'en' NOT NULL,
	"assignee" text,
	"merged_into" bigint,
	"follow_up_of" bigint,
	"status_since" timestamp with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "followers" ADD CONSTRAINT "followers_ticket_number_tickets_number_fk" FOREIGN KEY ("ticket_number") REFERENCES "public"."tickets"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_ticket_number_tickets_number_fk" FOREIGN KEY ("ticket_number") REFERENCES "public"."tickets"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_held_for_tickets_number_fk" FOREIGN KEY ("held_for") REFERENCES "public"."tickets"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attachments" ADD CONSTRAINT "attachments_message_row_messages_id_fk" FOREIGN KEY ("message_row") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_ticket_number_tickets_number_fk" FOREIGN KEY ("ticket_number") REFERENCES "public"."tickets"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_mail_id_mails_id_fk" FOREIGN KEY ("mail_id") REFERENCES "public"."mails"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_ticket_number_tickets_number_fk" FOREIGN KEY ("ticket_number") REFERENCES "public"."tickets"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mails_received_at" ON "mails" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "mails_said" ON "mails" USING btree ("said");--> statement-breakpoint
CREATE INDEX "mails_ticket" ON "mails" USING btree ("ticket_number");--> statement-breakpoint
CREATE INDEX "mails_disposition" ON "mails" USING btree ("disposition");--> statement-breakpoint
CREATE INDEX "mails_signatures" ON "mails" USING gin (("authentication" -> 'aligned') jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "mails_held_for" ON "mails" USING btree ("held_for");--> statement-breakpoint
CREATE INDEX "mails_awaits" ON "mails" USING gin ("awaits");--> statement-breakpoint
CREATE INDEX "attachments_message" ON "attachments" USING btree ("message_row");--> statement-breakpoint
CREATE INDEX "messages_ticket" ON "messages" USING btree ("ticket_number");--> statement-breakpoint
CREATE INDEX "messages_message_id" ON "messages" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "outbox_due" ON "outbox" USING btree ("next_attempt_at") WHERE "outbox"."state" = 'queued';--> statement-breakpoint
CREATE INDEX "outbox_thread" ON "outbox" USING btree ("ticket_number","recipient_email");--> statement-breakpoint
CREATE INDEX "outbox_undelivered" ON "outbox" USING btree ("recipient_email") WHERE "outbox"."state" in ('failed', 'bounced');--> statement-breakpoint
CREATE INDEX "outbox_budgeted" ON "outbox" USING btree ("created_at") WHERE "outbox"."budgeted";--> statement-breakpoint
CREATE INDEX "tickets_status" ON "tickets" USING btree ("status","status_since");--> statement-breakpoint
CREATE INDEX "tickets_requester" ON "tickets" USING btree ("requester_email","created_at");--> statement-breakpoint
CREATE INDEX "tickets_organisation" ON "tickets" USING btree ("organisation","status");--> statement-breakpoint
CREATE INDEX "tickets_follow_up" ON "tickets" USING btree ("follow_up_of");