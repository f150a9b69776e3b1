CREATE TABLE "entry_words" (
	"entry" bigint PRIMARY KEY NOT NULL,
	"ticket_number" bigint NOT NULL,
	"words" "tsvector" NOT NULL,
	"notes" "tsvector" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "entry_words" ADD CONSTRAINT "entry_words_entry_messages_id_fk" FOREIGN KEY ("entry") REFERENCES "public"."messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "entry_words_ticket" ON "entry_words" USING btree ("ticket_number");--> statement-breakpoint
CREATE INDEX "entry_words_words" ON "entry_words" USING gin ("words") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "entry_words_notes" ON "entry_words" USING gin ("notes") WITH (fastupdate=false);--> statement-breakpoint
CREATE OR REPLACE FUNCTION "postern_words_of_messages"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	-- From 1,000 words of its ticket on, an entry has a row of its own.
	INSERT INTO entry_words (entry, ticket_number, words, notes)
	SELECT a.id, a.ticket_number,
		postern_find_words(CASE WHEN a.kind <> 'note' THEN concat_ws(' ', a.author_email, a.author_name, left(a.text, 100000)) END, ''),
		postern_find_words(CASE WHEN a.kind = 'note' THEN left(a.text, 100000) END, '')
	FROM added a JOIN ticket_words w ON w.ticket_number = a.ticket_number
	WHERE a.kind <> 'event' AND length(w.words) + length(w.notes) >= 1000;
	INSERT INTO ticket_words AS w (ticket_number, words, notes)
	SELECT t.number,
		postern_find_words(concat_ws(' ', postern_ticket_words(t), said.words), ''), postern_find_words(said.notes, '')
	FROM tickets t JOIN (
		SELECT ticket_number,
			string_agg(concat_ws(' ', author_email, author_name, left(text, 100000)), ' ') FILTER (WHERE kind <> 'note') AS words,
			string_agg(left(text, 100000), ' ') FILTER (WHERE kind = 'note') AS notes
		FROM added WHERE kind <> 'event' AND NOT EXISTS (SELECT FROM entry_words e WHERE e.entry = added.id)
		GROUP BY ticket_number
	) AS said ON said.ticket_number = t.number
	ON CONFLICT (ticket_number) DO UPDATE SET
		words = postern_join_words(w.words, excluded.words), notes = postern_join_words(w.notes, excluded.notes);
	RETURN NULL;
END
$$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION "postern_words_of_files"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	UPDATE entry_words w SET words = postern_find_words(said.names, w.words)
	FROM (SELECT message_row, string_agg(name, ' ') AS names FROM added GROUP BY message_row) AS said
	WHERE w.entry = said.message_row;
	UPDATE ticket_words w SET words = postern_find_words(said.names, w.words)
	FROM (
		SELECT m.ticket_number, string_agg(a.name, ' ') AS names
		FROM added a JOIN messages m ON m.id = a.message_row
		WHERE NOT EXISTS (SELECT FROM entry_words e WHERE e.entry = a.message_row) GROUP BY m.ticket_number
	) AS said WHERE w.ticket_number = said.ticket_number;
	RETURN NULL;
END
$$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION "postern_renew_words"(numbers bigint[]) RETURNS void LANGUAGE sql AS $$
	DELETE FROM entry_words WHERE ticket_number = ANY (numbers);
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
$$;
