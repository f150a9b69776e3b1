CREATE SCHEMA drizzle;
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
CREATE TABLE public.attachments (
    id bigint NOT NULL,
    message_row bigint NOT NULL,
    name text NOT NULL,
    content_type text NOT NULL,
    size integer NOT NULL,
    sha256 text NOT NULL,
    inline boolean NOT NULL,
    content_id text,
    key text NOT NULL
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
CREATE TABLE public.followers (
    ticket_number bigint NOT NULL,
    email text NOT NULL,
    name text,
    state text DEFAULT 'following'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    outside boolean DEFAULT false NOT NULL
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
    left_out text[]
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
    followers text[] NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL
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
CREATE TABLE public.relay_refusals (
    day date NOT NULL,
    refusal text NOT NULL,
    relayed boolean NOT NULL,
    mails integer NOT NULL
);
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
ALTER TABLE public.tickets ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.tickets_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY drizzle.__drizzle_migrations ALTER COLUMN id SET DEFAULT nextval('drizzle.__drizzle_migrations_id_seq'::regclass);
INSERT INTO drizzle.__drizzle_migrations VALUES (1, '3d46c04e24c26c16d1e06902085ca44b1be018dbc978c9c2eef9d9cee4efe7df', 1795405885235);
INSERT INTO drizzle.__drizzle_migrations VALUES (2, 'd9bf783d6d80bffd549f6092e4b44ec784b49ad7cea9337a9007fab24dcf7182', 1795414491274);
INSERT INTO drizzle.__drizzle_migrations VALUES (3, '267277402ba183dd886a34dada5e9e78154a2b2f6c2f117915b7374ff106462d', 1796067751968);
INSERT INTO drizzle.__drizzle_migrations VALUES (4, '928359ad969cad6cbe34774e2f274ed0af17b911d9f744349ff221a673a45112', 1796069186460);
INSERT INTO drizzle.__drizzle_migrations VALUES (5, 'cb16b73fe8ec068fea5b63fd5bdc94917fb195668855272b919278ea94f6e4a0', 1796073304550);
INSERT INTO public.followers VALUES (1, 'bea@corp.test', NULL, 'following', '2026-12-01 03:11:37.365288+00', false);
INSERT INTO public.mails VALUES ('01kb3q5e7g9h1j2k3m4n5p6q7r', '2026-11-23 06:00:00+00', 'ada@corp.test', '{support@mx.test}', 'ada@corp.test', 'Kept since then', NULL, 100, 'opened', '{}', NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 'smtp', NULL);
INSERT INTO public.messages OVERRIDING SYSTEM VALUE VALUES (1, 1, 'request', 'ada@corp.test', 'Ada', 'It fails.', NULL, NULL, NULL, NULL, NULL, '01kb3q5e7g9h1j2k3m4n5p6q7r', '2026-12-01 03:11:37.298377+00', NULL, NULL, NULL, false);
INSERT INTO public.outbox VALUES ('01kb3q5e7g9h1j2k3m4n5p6q7s', 1, NULL, NULL, 'ada@corp.test', NULL, 'en', 'requester', '{"kind": "receipt"}', '{}', '<a@mx.test>', NULL, '{}', 'sent', 0, '2026-12-01 03:11:37.420407+00', NULL, NULL, false, '2026-12-01 03:11:37.420407+00', NULL, NULL, false);
INSERT INTO public.people VALUES ('ada@corp.test', 'Ada', 'admin', NULL, '{}', NULL, true, 'manual', NULL, '2026-12-01 03:11:37.185323+00', '2026-12-01 03:11:37.185323+00');
INSERT INTO public.tickets OVERRIDING SYSTEM VALUE VALUES (1, 'Kept since then', NULL, false, NULL, 'open', 'ada@corp.test', 'Ada', NULL, NULL, 'en', NULL, NULL, NULL, '2026-12-01 03:11:37.208423+00', '2026-12-01 03:11:37.208423+00', '2026-12-01 03:11:37.208683+00', NULL);
SELECT pg_catalog.setval('drizzle.__drizzle_migrations_id_seq', 5, true);
SELECT pg_catalog.setval('public.attachments_id_seq', 1, false);
SELECT pg_catalog.setval('public.messages_id_seq', 1, true);
SELECT pg_catalog.setval('public.tickets_number_seq', 1, true);
ALTER TABLE ONLY drizzle.__drizzle_migrations
    ADD CONSTRAINT __drizzle_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT attachments_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.directory_syncs
    ADD CONSTRAINT directory_syncs_pkey PRIMARY KEY (source);
ALTER TABLE ONLY public.followers
    ADD CONSTRAINT followers_ticket_number_email_pk PRIMARY KEY (ticket_number, email);
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
ALTER TABLE ONLY public.relay_refusals
    ADD CONSTRAINT relay_refusals_day_refusal_relayed_pk PRIMARY KEY (day, refusal, relayed);
ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_pkey PRIMARY KEY (number);
CREATE INDEX attachments_message ON public.attachments USING btree (message_row);
CREATE INDEX followers_email ON public.followers USING btree (email);
CREATE INDEX followers_outside ON public.followers USING btree (created_at) WHERE outside;
CREATE INDEX mails_awaits ON public.mails USING gin (awaits);
CREATE INDEX mails_disposition ON public.mails USING btree (disposition);
CREATE INDEX mails_held_for ON public.mails USING btree (held_for);
CREATE INDEX mails_mail_from ON public.mails USING btree (mail_from);
CREATE INDEX mails_received_at ON public.mails USING btree (received_at);
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
CREATE INDEX tickets_follow_up ON public.tickets USING btree (follow_up_of);
CREATE INDEX tickets_instance ON public.tickets USING btree (instance, created_at);
CREATE INDEX tickets_organisation ON public.tickets USING btree (organisation, created_at);
CREATE INDEX tickets_requester ON public.tickets USING btree (requester_email, created_at);
CREATE INDEX tickets_status ON public.tickets USING btree (status, status_since);
CREATE INDEX tickets_words ON public.tickets USING gin (words) WITH (fastupdate='false') WHERE (status = ANY (ARRAY['new'::text, 'open'::text, 'pending'::text]));
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
