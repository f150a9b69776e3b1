CREATE SCHEMA drizzle;
CREATE FUNCTION public.postern_find_words(said text, kept tsvector) RETURNS tsvector
    LANGUAGE plpgsql
    AS $$
BEGIN
	RETURN kept || postern_words(said);
EXCEPTION WHEN program_limit_exceeded THEN
	-- A tsvector holds 1 MB. A ticket with more words is found by the ones before, and its mail is filed.
	RETURN kept;
END
$$;
CREATE FUNCTION public.postern_join_words(kept tsvector, more tsvector) RETURNS tsvector
    LANGUAGE plpgsql
    AS $$
BEGIN
	RETURN kept || more;
EXCEPTION WHEN program_limit_exceeded THEN
	RETURN kept;
END
$$;
CREATE FUNCTION public.postern_plain(said text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    AS $_$
	-- In lower case, without accents, and with a space for each punctuation mark; _ belongs to a word.
	SELECT translate(
		CASE WHEN octet_length(said) = char_length(said) THEN lower(said)
		ELSE replace(lower(regexp_replace(normalize(said, NFKD), E'[\u0300-\u036f]', '', 'g')), 'ß', 'ss') END,
		E'\t\n\r\f\u000b!"#$%&''()*+,-./:;<=>?@[\\]^`{|}~\u00a0«»“”„‘’–—…·•¿¡',
		repeat(' ', 51))
$_$;
CREATE FUNCTION public.postern_query(said text, prefix boolean) RETURNS tsquery
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
	SELECT coalesce(string_agg('''' || left(word, 60) || '''' || CASE WHEN prefix AND at = most THEN ':*' ELSE '' END, ' & '), '')::tsquery
	FROM (
		SELECT word, at, max(at) OVER () AS most
		FROM string_to_table(postern_plain(left(said, 400)), ' ') WITH ORDINALITY AS found(word, at) WHERE word <> ''
	) AS words
$$;
CREATE FUNCTION public.postern_renew_words(numbers bigint[]) RETURNS void
    LANGUAGE sql
    AS $$
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
CREATE TABLE public.tickets (
    number bigint NOT NULL,
    subject text NOT NULL,
    instance text,
    instance_known boolean DEFAULT false NOT NULL,
    priority text,
    status text DEFAULT 'new'::text NOT NULL,
    requester_email text NOT NULL,
    requester_name text,
    organisation text,
    thread_index text,
    locale text DEFAULT 'en'::text NOT NULL,
    assignee text,
    merged_into bigint,
    follow_up_of bigint,
    status_since timestamp with time zone DEFAULT now() NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    words tsvector
);
CREATE FUNCTION public.postern_ticket_words(public.tickets) RETURNS text
    LANGUAGE sql STABLE
    AS $_$
	SELECT concat_ws(' ', $1.subject, $1.instance, replace($1.instance, '_', ' '), $1.requester_email, $1.requester_name, $1.organisation)
$_$;
CREATE FUNCTION public.postern_words(said text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
	-- At most 100,000 characters of a text, and 60 of a word, are found.
	SELECT array_to_tsvector(coalesce((
		SELECT array_agg(DISTINCT left(word, 60))
		FROM string_to_table(postern_plain(left(said, 100000)), ' ') AS word WHERE word <> ''), '{}'))
$$;
CREATE FUNCTION public.postern_words_of_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	PERFORM postern_renew_words(ARRAY(
		SELECT DISTINCT n.ticket_number FROM now_so n JOIN was_so w ON w.id = n.id
			WHERE (w.ticket_number, w.text, w.kind) IS DISTINCT FROM (n.ticket_number, n.text, n.kind)
		UNION SELECT w.ticket_number FROM now_so n JOIN was_so w ON w.id = n.id WHERE w.ticket_number <> n.ticket_number));
	RETURN NULL;
END
$$;
CREATE FUNCTION public.postern_words_of_files() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	UPDATE ticket_words w SET words = postern_find_words(said.names, w.words)
	FROM (
		SELECT m.ticket_number, string_agg(a.name, ' ') AS names
		FROM added a JOIN messages m ON m.id = a.message_row GROUP BY m.ticket_number
	) AS said WHERE w.ticket_number = said.ticket_number;
	RETURN NULL;
END
$$;
CREATE FUNCTION public.postern_words_of_followers() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	UPDATE ticket_words w SET words = postern_find_words(said.people, w.words)
	FROM (
		SELECT ticket_number, string_agg(concat_ws(' ', email, name), ' ') AS people FROM added GROUP BY ticket_number
	) AS said WHERE w.ticket_number = said.ticket_number;
	RETURN NULL;
END
$$;
CREATE FUNCTION public.postern_words_of_messages() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
$$;
CREATE FUNCTION public.postern_words_of_removed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	PERFORM postern_renew_words(ARRAY(SELECT DISTINCT ticket_number FROM was_so));
	RETURN NULL;
END
$$;
CREATE FUNCTION public.postern_words_of_ticket() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	PERFORM postern_renew_words(ARRAY[NEW.number]);
	RETURN NULL;
END
$$;
CREATE TABLE drizzle.__drizzle_migrations (
    id integer NOT NULL,
    hash text NOT NULL,
    created_at bigint
);
CREATE SEQUENCE drizzle.__drizzle_migrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE drizzle.__drizzle_migrations_id_seq OWNED BY drizzle.__drizzle_migrations.id;
CREATE TABLE public.api_answers (
    token text NOT NULL,
    key text NOT NULL,
    request text NOT NULL,
    status integer,
    body text,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE public.api_tokens (
    id text NOT NULL,
    name text NOT NULL,
    secret_hash text NOT NULL,
    scopes text[] NOT NULL,
    agent text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);
CREATE TABLE public.attachments (
    id bigint NOT NULL,
    message_row bigint NOT NULL,
    name text NOT NULL,
    content_type text NOT NULL,
    size integer NOT NULL,
    sha256 text NOT NULL,
    inline boolean NOT NULL,
    content_id text,
    key text NOT NULL,
    infected boolean DEFAULT false NOT NULL
);
ALTER TABLE public.attachments ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.attachments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.directory_syncs (
    source text NOT NULL,
    tried_at timestamp with time zone NOT NULL,
    outcome text NOT NULL
);
CREATE TABLE public.drafts (
    id text NOT NULL,
    owner text NOT NULL,
    kind text NOT NULL,
    ticket_number bigint,
    fields jsonb NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    sent_at timestamp with time zone,
    sent_mail text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE public.followers (
    ticket_number bigint NOT NULL,
    email text NOT NULL,
    name text,
    state text DEFAULT 'following'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    outside boolean DEFAULT false NOT NULL
);
CREATE TABLE public.identities (
    subject text NOT NULL,
    email text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE public.mail_steps (
    id bigint NOT NULL,
    mail_id text NOT NULL,
    at timestamp with time zone,
    stage text NOT NULL,
    verdict text,
    detail jsonb NOT NULL
);
ALTER TABLE public.mail_steps ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.mail_steps_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.mails (
    id text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    mail_from text,
    rcpt_to text[] NOT NULL,
    author text,
    subject text,
    message_id text,
    size integer NOT NULL,
    disposition text DEFAULT 'pending'::text NOT NULL,
    reasons text[] DEFAULT '{}'::text[] NOT NULL,
    authentication jsonb,
    ticket_number bigint,
    vouched text[],
    fingerprint text,
    said text,
    gist text,
    released_at timestamp with time zone,
    released_by text,
    held_for bigint,
    awaits text[],
    attempts integer DEFAULT 0 NOT NULL,
    waits_until timestamp with time zone,
    via text DEFAULT 'smtp'::text NOT NULL,
    left_out text[],
    kept_out_by text,
    reports jsonb
);
CREATE TABLE public.messages (
    id bigint NOT NULL,
    ticket_number bigint NOT NULL,
    kind text NOT NULL,
    author_email text,
    author_name text,
    text text NOT NULL,
    quoted text,
    html text,
    changes jsonb,
    undoes bigint,
    message_id text,
    mail_id text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    moved jsonb,
    acted_as text,
    via text,
    automatic boolean DEFAULT false NOT NULL
);
ALTER TABLE public.messages ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.messages_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.organisations (
    name text NOT NULL,
    followers text[],
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    see text DEFAULT 'own'::text NOT NULL
);
CREATE TABLE public.outbox (
    id text NOT NULL,
    ticket_number bigint,
    entry bigint,
    held_mail text,
    recipient_email text NOT NULL,
    recipient_name text,
    locale text NOT NULL,
    role text NOT NULL,
    notice jsonb NOT NULL,
    ticket jsonb NOT NULL,
    message_id text NOT NULL,
    in_reply_to text,
    "references" text[] NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_attempt_at timestamp with time zone DEFAULT now() NOT NULL,
    last_reply text,
    enhanced_status text,
    budgeted boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    sent_at timestamp with time zone,
    relayed_as text,
    held_back boolean DEFAULT false NOT NULL
);
CREATE TABLE public.peer_rates (
    peer text NOT NULL,
    minute integer NOT NULL,
    connections integer DEFAULT 0 NOT NULL,
    mails integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.people (
    email text NOT NULL,
    name text,
    role text DEFAULT 'admin'::text NOT NULL,
    organisation text,
    instances text[] DEFAULT '{}'::text[] NOT NULL,
    locale text,
    active boolean DEFAULT true NOT NULL,
    source text DEFAULT 'manual'::text NOT NULL,
    alias_of text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT people_email_is_lower_case CHECK ((email = lower(email)))
);
CREATE TABLE public.refusals (
    id text NOT NULL,
    at timestamp with time zone NOT NULL,
    peer text NOT NULL,
    helo_name text,
    mail_from text,
    rcpt_to text[] NOT NULL,
    author text,
    message_id text,
    refusal text NOT NULL,
    detail jsonb NOT NULL
);
CREATE TABLE public.relay_refusals (
    day date NOT NULL,
    refusal text NOT NULL,
    relayed boolean NOT NULL,
    mails integer NOT NULL
);
CREATE TABLE public.sessions (
    hash text NOT NULL,
    email text NOT NULL,
    via text NOT NULL,
    browser text,
    peer text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL
);
CREATE TABLE public.sign_ins (
    id text NOT NULL,
    email text NOT NULL,
    browser text,
    network text,
    asked text,
    locale text DEFAULT 'en'::text NOT NULL,
    go_to text,
    tries integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    issued_at timestamp with time zone,
    used_at timestamp with time zone
);
CREATE TABLE public.ticket_reads (
    email text NOT NULL,
    ticket_number bigint NOT NULL,
    entry bigint NOT NULL
);
CREATE TABLE public.ticket_words (
    ticket_number bigint NOT NULL,
    words tsvector NOT NULL,
    notes tsvector NOT NULL
);
ALTER TABLE public.tickets ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.tickets_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.uploads (
    id text NOT NULL,
    draft text NOT NULL,
    name text NOT NULL,
    content_type text NOT NULL,
    size bigint NOT NULL,
    received bigint DEFAULT 0 NOT NULL,
    complete boolean DEFAULT false NOT NULL,
    sha256 text,
    key text,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE ONLY drizzle.__drizzle_migrations ALTER COLUMN id SET DEFAULT nextval('drizzle.__drizzle_migrations_id_seq'::regclass);
INSERT INTO drizzle.__drizzle_migrations VALUES (1, '3d46c04e24c26c16d1e06902085ca44b1be018dbc978c9c2eef9d9cee4efe7df', 1795405885235);
INSERT INTO drizzle.__drizzle_migrations VALUES (2, 'd9bf783d6d80bffd549f6092e4b44ec784b49ad7cea9337a9007fab24dcf7182', 1795414491274);
INSERT INTO drizzle.__drizzle_migrations VALUES (3, '267277402ba183dd886a34dada5e9e78154a2b2f6c2f117915b7374ff106462d', 1796067751968);
INSERT INTO drizzle.__drizzle_migrations VALUES (4, '928359ad969cad6cbe34774e2f274ed0af17b911d9f744349ff221a673a45112', 1796069186460);
INSERT INTO drizzle.__drizzle_migrations VALUES (5, 'cb16b73fe8ec068fea5b63fd5bdc94917fb195668855272b919278ea94f6e4a0', 1796073304550);
INSERT INTO drizzle.__drizzle_migrations VALUES (6, '7c26549e0626b8d2fe668ad9a27f2d5bbcd347b9990906977a7a4c26b9ef92e2', 1796079265452);
INSERT INTO drizzle.__drizzle_migrations VALUES (7, '55ddfdfce51e638e70ea75c7dd0e7fd6ca92762cf89ce46f00b53a913a83bf0b', 1796079544892);
INSERT INTO drizzle.__drizzle_migrations VALUES (8, 'b01f4525406aa06d7ef0600d6315102525d41238643a2da73d42763a45cd615a', 1796079905474);
INSERT INTO drizzle.__drizzle_migrations VALUES (9, '142d049cbdd207bddde3a80637244e8bc29809ff4df45721c47f40a09933c5f1', 1796080732284);
INSERT INTO drizzle.__drizzle_migrations VALUES (10, '8b80bc0c46468a8a2ac114d851a2734f2371e936b4b71cc46db37005d7ac9590', 1796082164983);
INSERT INTO public.followers VALUES (1, 'bea@corp.test', NULL, 'following', '2026-12-01 03:11:40.64266+00', false);
INSERT INTO public.mails VALUES ('01kb3q5e7g9h1j2k3m4n5p6q7r', '2026-11-23 06:00:00+00', 'ada@corp.test', '{support@mx.test}', 'ada@corp.test', 'Kept since then', NULL, 100, 'opened', '{}', NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 'smtp', NULL, NULL, NULL);
INSERT INTO public.messages OVERRIDING SYSTEM VALUE VALUES (1, 1, 'request', 'ada@corp.test', 'Ada', 'It fails.', NULL, NULL, NULL, NULL, NULL, '01kb3q5e7g9h1j2k3m4n5p6q7r', '2026-12-01 03:11:40.619434+00', NULL, NULL, NULL, false);
INSERT INTO public.outbox VALUES ('01kb3q5e7g9h1j2k3m4n5p6q7s', 1, NULL, NULL, 'ada@corp.test', NULL, 'en', 'requester', '{"kind": "receipt"}', '{}', '<a@mx.test>', NULL, '{}', 'sent', 0, '2026-12-01 03:11:40.660699+00', NULL, NULL, false, '2026-12-01 03:11:40.660699+00', NULL, NULL, false);
INSERT INTO public.people VALUES ('ada@corp.test', 'Ada', 'admin', NULL, '{}', NULL, true, 'manual', NULL, '2026-12-01 03:11:40.57494+00', '2026-12-01 03:11:40.57494+00');
INSERT INTO public.ticket_words VALUES (1, '''ada'' ''bea'' ''corp'' ''fails'' ''it'' ''kept'' ''since'' ''test'' ''then''', '');
INSERT INTO public.tickets OVERRIDING SYSTEM VALUE VALUES (1, 'Kept since then', NULL, false, NULL, 'open', 'ada@corp.test', 'Ada', NULL, NULL, 'en', NULL, NULL, NULL, '2026-12-01 03:11:40.588563+00', '2026-12-01 03:11:40.588563+00', '2026-12-01 03:11:40.588739+00', NULL);
SELECT pg_catalog.setval('drizzle.__drizzle_migrations_id_seq', 10, true);
SELECT pg_catalog.setval('public.attachments_id_seq', 1, false);
SELECT pg_catalog.setval('public.mail_steps_id_seq', 1, false);
SELECT pg_catalog.setval('public.messages_id_seq', 1, true);
SELECT pg_catalog.setval('public.tickets_number_seq', 1, true);
ALTER TABLE ONLY drizzle.__drizzle_migrations
    ADD CONSTRAINT __drizzle_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.api_answers
    ADD CONSTRAINT api_answers_token_key_pk PRIMARY KEY (token, key);
ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT api_tokens_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT attachments_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.directory_syncs
    ADD CONSTRAINT directory_syncs_pkey PRIMARY KEY (source);
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT drafts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.followers
    ADD CONSTRAINT followers_ticket_number_email_pk PRIMARY KEY (ticket_number, email);
ALTER TABLE ONLY public.identities
    ADD CONSTRAINT identities_pkey PRIMARY KEY (subject);
ALTER TABLE ONLY public.mail_steps
    ADD CONSTRAINT mail_steps_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mails
    ADD CONSTRAINT mails_fingerprint_unique UNIQUE (fingerprint);
ALTER TABLE ONLY public.mails
    ADD CONSTRAINT mails_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_mail_id_unique UNIQUE (mail_id);
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organisations
    ADD CONSTRAINT organisations_pkey PRIMARY KEY (name);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_message_id_unique UNIQUE (message_id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.peer_rates
    ADD CONSTRAINT peer_rates_peer_minute_pk PRIMARY KEY (peer, minute);
ALTER TABLE ONLY public.people
    ADD CONSTRAINT people_pkey PRIMARY KEY (email);
ALTER TABLE ONLY public.refusals
    ADD CONSTRAINT refusals_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.relay_refusals
    ADD CONSTRAINT relay_refusals_day_refusal_relayed_pk PRIMARY KEY (day, refusal, relayed);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (hash);
ALTER TABLE ONLY public.sign_ins
    ADD CONSTRAINT sign_ins_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ticket_reads
    ADD CONSTRAINT ticket_reads_email_ticket_number_pk PRIMARY KEY (email, ticket_number);
ALTER TABLE ONLY public.ticket_words
    ADD CONSTRAINT ticket_words_pkey PRIMARY KEY (ticket_number);
ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_pkey PRIMARY KEY (number);
ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT uploads_pkey PRIMARY KEY (id);
CREATE INDEX attachments_message ON public.attachments USING btree (message_row);
CREATE INDEX drafts_owner ON public.drafts USING btree (owner, kind, ticket_number);
CREATE INDEX followers_email ON public.followers USING btree (email);
CREATE INDEX followers_outside ON public.followers USING btree (created_at) WHERE outside;
CREATE INDEX identities_email ON public.identities USING btree (email);
CREATE INDEX mail_steps_mail ON public.mail_steps USING btree (mail_id);
CREATE INDEX mails_author ON public.mails USING btree (author);
CREATE INDEX mails_awaits ON public.mails USING gin (awaits);
CREATE INDEX mails_disposition ON public.mails USING btree (disposition);
CREATE INDEX mails_held_for ON public.mails USING btree (held_for);
CREATE INDEX mails_mail_from ON public.mails USING btree (mail_from);
CREATE INDEX mails_message_id ON public.mails USING btree (message_id);
CREATE INDEX mails_received_at ON public.mails USING btree (received_at, id);
CREATE INDEX mails_said ON public.mails USING btree (said);
CREATE INDEX mails_signatures ON public.mails USING gin (((authentication -> 'aligned'::text)) jsonb_path_ops);
CREATE INDEX mails_ticket ON public.mails USING btree (ticket_number);
CREATE INDEX messages_message_id ON public.messages USING btree (message_id);
CREATE INDEX messages_ticket ON public.messages USING btree (ticket_number);
CREATE INDEX outbox_budgeted ON public.outbox USING btree (created_at) WHERE budgeted;
CREATE INDEX outbox_due ON public.outbox USING btree (next_attempt_at) WHERE (state = 'queued'::text);
CREATE INDEX outbox_relayed_as ON public.outbox USING btree (relayed_as) WHERE (relayed_as IS NOT NULL);
CREATE INDEX outbox_thread ON public.outbox USING btree (ticket_number, recipient_email);
CREATE INDEX outbox_undelivered ON public.outbox USING btree (recipient_email) WHERE (state = ANY (ARRAY['failed'::text, 'undeliverable'::text]));
CREATE INDEX refusals_at ON public.refusals USING btree (at);
CREATE INDEX refusals_author ON public.refusals USING btree (author);
CREATE INDEX refusals_message_id ON public.refusals USING btree (message_id);
CREATE INDEX sessions_email ON public.sessions USING btree (email);
CREATE INDEX sessions_expires ON public.sessions USING btree (expires_at);
CREATE INDEX sign_ins_browser ON public.sign_ins USING btree (browser);
CREATE INDEX sign_ins_email ON public.sign_ins USING btree (email, created_at);
CREATE INDEX sign_ins_network ON public.sign_ins USING btree (network, created_at);
CREATE INDEX ticket_words_notes ON public.ticket_words USING gin (notes) WITH (fastupdate='false');
CREATE INDEX ticket_words_words ON public.ticket_words USING gin (words) WITH (fastupdate='false');
CREATE INDEX tickets_assignee ON public.tickets USING btree (assignee) WHERE (assignee IS NOT NULL);
CREATE INDEX tickets_follow_up ON public.tickets USING btree (follow_up_of);
CREATE INDEX tickets_instance ON public.tickets USING btree (instance, created_at);
CREATE INDEX tickets_organisation ON public.tickets USING btree (organisation, created_at);
CREATE INDEX tickets_requester ON public.tickets USING btree (requester_email, created_at);
CREATE INDEX tickets_status ON public.tickets USING btree (status, status_since);
CREATE INDEX tickets_updated ON public.tickets USING btree (updated_at, number);
CREATE INDEX tickets_words ON public.tickets USING gin (words) WITH (fastupdate='false') WHERE (status = ANY (ARRAY['new'::text, 'open'::text, 'pending'::text]));
CREATE INDEX uploads_draft ON public.uploads USING btree (draft);
CREATE TRIGGER words_of_changed AFTER UPDATE ON public.messages REFERENCING OLD TABLE AS was_so NEW TABLE AS now_so FOR EACH STATEMENT EXECUTE FUNCTION public.postern_words_of_changed();
CREATE TRIGGER words_of_files AFTER INSERT ON public.attachments REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.postern_words_of_files();
CREATE TRIGGER words_of_followers AFTER INSERT ON public.followers REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.postern_words_of_followers();
CREATE TRIGGER words_of_messages AFTER INSERT ON public.messages REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.postern_words_of_messages();
CREATE TRIGGER words_of_removed AFTER DELETE ON public.messages REFERENCING OLD TABLE AS was_so FOR EACH STATEMENT EXECUTE FUNCTION public.postern_words_of_removed();
CREATE TRIGGER words_of_ticket AFTER UPDATE ON public.tickets FOR EACH ROW WHEN ((((((old.subject IS DISTINCT FROM new.subject) OR (old.instance IS DISTINCT FROM new.instance)) OR (old.requester_email IS DISTINCT FROM new.requester_email)) OR (old.requester_name IS DISTINCT FROM new.requester_name)) OR (old.organisation IS DISTINCT FROM new.organisation))) EXECUTE FUNCTION public.postern_words_of_ticket();
CREATE TRIGGER words_of_unfollowed AFTER DELETE ON public.followers REFERENCING OLD TABLE AS was_so FOR EACH STATEMENT EXECUTE FUNCTION public.postern_words_of_removed();
ALTER TABLE ONLY public.api_answers
    ADD CONSTRAINT api_answers_token_api_tokens_id_fk FOREIGN KEY (token) REFERENCES public.api_tokens(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT attachments_message_row_messages_id_fk FOREIGN KEY (message_row) REFERENCES public.messages(id);
ALTER TABLE ONLY public.followers
    ADD CONSTRAINT followers_ticket_number_tickets_number_fk FOREIGN KEY (ticket_number) REFERENCES public.tickets(number);
ALTER TABLE ONLY public.mails
    ADD CONSTRAINT mails_held_for_tickets_number_fk FOREIGN KEY (held_for) REFERENCES public.tickets(number);
ALTER TABLE ONLY public.mails
    ADD CONSTRAINT mails_ticket_number_tickets_number_fk FOREIGN KEY (ticket_number) REFERENCES public.tickets(number);
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_mail_id_mails_id_fk FOREIGN KEY (mail_id) REFERENCES public.mails(id);
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_ticket_number_tickets_number_fk FOREIGN KEY (ticket_number) REFERENCES public.tickets(number);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_ticket_number_tickets_number_fk FOREIGN KEY (ticket_number) REFERENCES public.tickets(number);
ALTER TABLE ONLY public.ticket_reads
    ADD CONSTRAINT ticket_reads_ticket_number_tickets_number_fk FOREIGN KEY (ticket_number) REFERENCES public.tickets(number) ON DELETE CASCADE;
ALTER TABLE ONLY public.ticket_words
    ADD CONSTRAINT ticket_words_ticket_number_tickets_number_fk FOREIGN KEY (ticket_number) REFERENCES public.tickets(number) ON DELETE CASCADE;
ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT uploads_draft_drafts_id_fk FOREIGN KEY (draft) REFERENCES public.drafts(id) ON DELETE CASCADE;
