CREATE TABLE "api_answers" (
	"token" text NOT NULL,
	"key" text NOT NULL,
	"request" text NOT NULL,
	"status" integer,
	"body" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_answers_token_key_pk" PRIMARY KEY("token","key")
);
--> statement-breakpoint
CREATE TABLE "api_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"secret_hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"agent" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "mail_steps" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "mail_steps_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"mail_id" text NOT NULL,
	"at" timestamp with time zone,
	"stage" text NOT NULL,
	"verdict" text,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refusals" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"peer" text NOT NULL,
	"helo_name" text,
	"mail_from" text,
	"rcpt_to" text[] NOT NULL,
	"author" text,
	"message_id" text,
	"refusal" text NOT NULL,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ticket_reads" (
	"email" text NOT NULL,
	"ticket_number" bigint NOT NULL,
	"entry" bigint NOT NULL,
	CONSTRAINT "ticket_reads_email_ticket_number_pk" PRIMARY KEY("email","ticket_number")
);
--> statement-breakpoint
CREATE TABLE "ticket_words" (
	"ticket_number" bigint PRIMARY KEY NOT NULL,
	"words" "tsvector" NOT NULL,
	"notes" "tsvector" NOT NULL
);
--> statement-breakpoint
DROP INDEX "mails_received_at";--> statement-breakpoint
ALTER TABLE "api_answers" ADD CONSTRAINT "api_answers_token_api_tokens_id_fk" FOREIGN KEY ("token") REFERENCES "public"."api_tokens"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_reads" ADD CONSTRAINT "ticket_reads_ticket_number_tickets_number_fk" FOREIGN KEY ("ticket_number") REFERENCES "public"."tickets"("number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_words" ADD CONSTRAINT "ticket_words_ticket_number_tickets_number_fk" FOREIGN KEY ("ticket_number") REFERENCES "public"."tickets"("number") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "mail_steps_mail" ON "mail_steps" USING btree ("mail_id");--> statement-breakpoint
CREATE INDEX "refusals_at" ON "refusals" USING btree ("at");--> statement-breakpoint
CREATE INDEX "refusals_author" ON "refusals" USING btree ("author");--> statement-breakpoint
CREATE INDEX "refusals_message_id" ON "refusals" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "ticket_words_words" ON "ticket_words" USING gin ("words") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "ticket_words_notes" ON "ticket_words" USING gin ("notes") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "mails_author" ON "mails" USING btree ("author");--> statement-breakpoint
CREATE INDEX "mails_message_id" ON "mails" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "tickets_updated" ON "tickets" USING btree ("updated_at","number");--> statement-breakpoint
CREATE INDEX "tickets_assignee" ON "tickets" USING btree ("assignee") WHERE "tickets"."assignee" is not null;--> statement-breakpoint
CREATE INDEX "mails_received_at" ON "mails" USING btree ("received_at","id");--> statement-breakpoint
CREATE FUNCTION "postern_plain"(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
	-- In lower case, without accents, and with a space for each punctuation mark; _ belongs to a word.
	SELECT translate(
		CASE WHEN octet_length(said) = char_length(said) THEN lower(said)
		ELSE replace(lower(regexp_replace(normalize(said, NFKD), E'[\u0300-\u036f]', '', 'g')), 'ß', 'ss') END,
		E'\t\n\r\f\u000b!"#$%&''()*+,-./:;<=>?@[\\]^`{|}~\u00a0«»“”„‘’–—…·•¿¡',
		repeat(' ', 51))
$$;--> statement-breakpoint
CREATE FUNCTION "postern_words"(said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	-- At most 100,000 characters of a text, and 60 of a word, are found.
	SELECT array_to_tsvector(coalesce((
		SELECT array_agg(DISTINCT left(word, 60))
		FROM string_to_table(postern_plain(left(said, 100000)), ' ') AS word WHERE word <> ''), '{}'))
$$;--> statement-breakpoint
CREATE FUNCTION "postern_query"(said text, prefix boolean) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT coalesce(string_agg('''' || left(word, 60) || '''' || CASE WHEN prefix AND at = most THEN ':*' ELSE '' END, ' & '), '')::tsquery
	FROM (
		SELECT word, at, max(at) OVER () AS most
		FROM string_to_table(postern_plain(left(said, 400)), ' ') WITH ORDINALITY AS found(word, at) WHERE word <> ''
	) AS words
$$;--> statement-breakpoint
CREATE FUNCTION "postern_find_words"(said text, kept tsvector) RETURNS tsvector LANGUAGE plpgsql AS $$
BEGIN
	RETURN kept || postern_words(said);
EXCEPTION WHEN program_limit_exceeded THEN
	-- A tsvector holds 1 MB. A ticket with more words is found by the ones before, and its mail is filed.
	RETURN kept;
END
$$;--> statement-breakpoint
CREATE FUNCTION "postern_ticket_words"(tickets) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT concat_ws(' ', $1.subject, $1.instance, replace($1.instance, '_', ' '), $1.requester_email, $1.requester_name, $1.organisation)
$$;--> statement-breakpoint
CREATE FUNCTION "postern_renew_words"(numbers bigint[]) RETURNS void LANGUAGE sql AS $$
	INSERT INTO ticket_words (ticket_number, words, notes)
	SELECT t.number,
		postern_find_words(concat_ws(' ', postern_ticket_words(t),
			(SELECT string_agg(concat_ws(' ', m.author_email, m.author_name, left(m.text, 100000)), ' ') FROM messages m
				WHERE m.ticket_number = t.number AND m.kind NOT IN ('note', 'event')),
			(SELECT string_agg(a.name, ' ') FROM attachments a JOIN messages m ON m.id = a.message_row WHERE m.ticket_number = t.number),
			(SELECT string_agg(concat_ws(' ', f.email, f.name), ' ') FROM followers f WHERE f.ticket_number = t.number)), ''),
		postern_find_words((SELECT string_agg(left(m.text, 100000), ' ') FROM messages m
			WHERE m.ticket_number = t.number AND m.kind = 'note'), '')
	FROM tickets t WHERE t.number = ANY (numbers)
	ON CONFLICT (ticket_number) DO UPDATE SET words = excluded.words, notes = excluded.notes
$$;--> statement-breakpoint
CREATE FUNCTION "postern_words_of_messages"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO ticket_words AS w (ticket_number, words, notes)
	SELECT t.number,
		postern_find_words(concat_ws(' ', postern_ticket_words(t), said.words), ''), postern_find_words(said.notes, '')
	FROM tickets t JOIN (
		SELECT ticket_number,
			string_agg(concat_ws(' ', author_email, author_name, left(text, 100000)), ' ') FILTER (WHERE kind <> 'note') AS words,
			string_agg(left(text, 100000), ' ') FILTER (WHERE kind = 'note') AS notes
		FROM added WHERE kind <> 'event' GROUP BY ticket_number
	) AS said ON said.ticket_number = t.number
	ON CONFLICT (ticket_number) DO UPDATE SET
		words = postern_join_words(w.words, excluded.words), notes = postern_join_words(w.notes, excluded.notes);
	RETURN NULL;
END
$$;--> statement-breakpoint
CREATE FUNCTION "postern_join_words"(kept tsvector, more tsvector) RETURNS tsvector LANGUAGE plpgsql AS $$
BEGIN
	RETURN kept || more;
EXCEPTION WHEN program_limit_exceeded THEN
	RETURN kept;
END
$$;--> statement-breakpoint
CREATE FUNCTION "postern_words_of_files"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE ticket_words w SET words = postern_find_words(said.names, w.words)
	FROM (
		SELECT m.ticket_number, string_agg(a.name, ' ') AS names
		FROM added a JOIN messages m ON m.id = a.message_row GROUP BY m.ticket_number
	) AS said WHERE w.ticket_number = said.ticket_number;
	RETURN NULL;
END
$$;--> statement-breakpoint
CREATE FUNCTION "postern_words_of_followers"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE ticket_words w SET words = postern_find_words(said.people, w.words)
	FROM (
		SELECT ticket_number, string_agg(concat_ws(' ', email, name), ' ') AS people FROM added GROUP BY ticket_number
	) AS said WHERE w.ticket_number = said.ticket_number;
	RETURN NULL;
END
$$;--> statement-breakpoint
CREATE FUNCTION "postern_words_of_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM postern_renew_words(ARRAY(
		SELECT DISTINCT n.ticket_number FROM now_so n JOIN was_so w ON w.id = n.id
			WHERE (w.ticket_number, w.text, w.kind) IS DISTINCT FROM (n.ticket_number, n.text, n.kind)
		UNION SELECT w.ticket_number FROM now_so n JOIN was_so w ON w.id = n.id WHERE w.ticket_number <> n.ticket_number));
	RETURN NULL;
END
$$;--> statement-breakpoint
CREATE FUNCTION "postern_words_of_removed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM postern_renew_words(ARRAY(SELECT DISTINCT ticket_number FROM was_so));
	RETURN NULL;
END
$$;--> statement-breakpoint
CREATE FUNCTION "postern_words_of_ticket"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM postern_renew_words(ARRAY[NEW.number]);
	RETURN NULL;
END
$$;--> statement-breakpoint
CREATE TRIGGER "words_of_messages" AFTER INSERT ON "messages" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "postern_words_of_messages"();--> statement-breakpoint
CREATE TRIGGER "words_of_changed" AFTER UPDATE ON "messages" REFERENCING OLD TABLE AS was_so NEW TABLE AS now_so FOR EACH STATEMENT EXECUTE FUNCTION "postern_words_of_changed"();--> statement-breakpoint
CREATE TRIGGER "words_of_removed" AFTER DELETE ON "messages" REFERENCING OLD TABLE AS was_so FOR EACH STATEMENT EXECUTE FUNCTION "postern_words_of_removed"();--> statement-breakpoint
CREATE TRIGGER "words_of_files" AFTER INSERT ON "attachments" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "postern_words_of_files"();--> statement-breakpoint
CREATE TRIGGER "words_of_followers" AFTER INSERT ON "followers" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION "postern_words_of_followers"();--> statement-breakpoint
CREATE TRIGGER "words_of_unfollowed" AFTER DELETE ON "followers" REFERENCING OLD TABLE AS was_so FOR EACH STATEMENT EXECUTE FUNCTION "postern_words_of_removed"();--> statement-breakpoint
CREATE TRIGGER "words_of_ticket" AFTER UPDATE ON "tickets" FOR EACH ROW
	WHEN ((OLD.subject, OLD.instance, OLD.requester_email, OLD.requester_name, OLD.organisation) IS DISTINCT FROM (NEW.subject, NEW.instance, NEW.requester_email, NEW.requester_name, NEW.organisation))
	EXECUTE FUNCTION "postern_words_of_ticket"();--> statement-breakpoint
SELECT postern_renew_words(ARRAY(SELECT number FROM tickets));
