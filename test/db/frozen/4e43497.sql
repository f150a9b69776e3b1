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
CREATE TABLE public.followers (
    ticket_number bigint NOT NULL,
    email text NOT NULL,
    name text,
    created_at timestamp with time zone DEFAULT now() NOT NULL
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
    fingerprint text,
    released_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL
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
    message_id text,
    mail_id text,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.messages ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.messages_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.outbox (
    id text NOT NULL,
    ticket_number bigint NOT NULL,
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
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    sent_at timestamp with time zone
);
CREATE TABLE public.people (
    email text NOT NULL,
    name text,
    role text DEFAULT 'admin'::text NOT NULL,
    organisation text,
    instances text[] DEFAULT '{}'::text[] NOT NULL,
    locale text,
    active boolean DEFAULT true NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT people_email_is_lower_case CHECK ((email = lower(email)))
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
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
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
INSERT INTO drizzle.__drizzle_migrations VALUES (1, '9fd3292ad02f1499347f88ffa3b621c59f3d38896d679c3199b48331f58db0e2', 1795400455429);
INSERT INTO public.followers VALUES (1, 'bea@corp.test', NULL, '2026-12-01 03:11:15.109967+00');
INSERT INTO public.mails VALUES ('01kb3q5e7g9h1j2k3m4n5p6q7r', '2026-11-23 06:00:00+00', 'ada@corp.test', '{support@mx.test}', 'ada@corp.test', 'Kept since then', NULL, 100, 'opened', '{}', NULL, 1, NULL, NULL, 0);
INSERT INTO public.messages OVERRIDING SYSTEM VALUE VALUES (1, 1, 'request', 'ada@corp.test', 'Ada', 'It fails.', NULL, NULL, NULL, '01kb3q5e7g9h1j2k3m4n5p6q7r', '2026-12-01 03:11:15.089946+00');
INSERT INTO public.outbox VALUES ('01kb3q5e7g9h1j2k3m4n5p6q7s', 1, 'ada@corp.test', NULL, 'en', 'requester', '{"kind": "receipt"}', '{}', '<a@mx.test>', NULL, '{}', 'sent', 0, '2026-12-01 03:11:15.133773+00', NULL, '2026-12-01 03:11:15.133773+00', NULL);
INSERT INTO public.people VALUES ('ada@corp.test', 'Ada', 'admin', NULL, '{}', NULL, true, '2026-12-01 03:11:14.968846+00', '2026-12-01 03:11:14.968846+00');
INSERT INTO public.tickets OVERRIDING SYSTEM VALUE VALUES (1, 'Kept since then', NULL, false, NULL, 'open', 'ada@corp.test', 'Ada', NULL, NULL, 'en', '2026-12-01 03:11:15.036982+00', '2026-12-01 03:11:15.037602+00');
SELECT pg_catalog.setval('drizzle.__drizzle_migrations_id_seq', 1, true);
SELECT pg_catalog.setval('public.attachments_id_seq', 1, false);
SELECT pg_catalog.setval('public.messages_id_seq', 1, true);
SELECT pg_catalog.setval('public.tickets_number_seq', 1, true);
ALTER TABLE ONLY drizzle.__drizzle_migrations
    ADD CONSTRAINT __drizzle_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT attachments_pkey PRIMARY KEY (id);
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
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_message_id_unique UNIQUE (message_id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.people
    ADD CONSTRAINT people_pkey PRIMARY KEY (email);
ALTER TABLE ONLY public.tickets
    ADD CONSTRAINT tickets_pkey PRIMARY KEY (number);
CREATE INDEX attachments_message ON public.attachments USING btree (message_row);
CREATE INDEX mails_disposition ON public.mails USING btree (disposition);
CREATE INDEX mails_received_at ON public.mails USING btree (received_at);
CREATE INDEX mails_ticket ON public.mails USING btree (ticket_number);
CREATE INDEX messages_message_id ON public.messages USING btree (message_id);
CREATE INDEX messages_ticket ON public.messages USING btree (ticket_number);
CREATE INDEX outbox_due ON public.outbox USING btree (next_attempt_at) WHERE (state = 'queued'::text);
CREATE INDEX outbox_thread ON public.outbox USING btree (ticket_number, recipient_email);
CREATE INDEX tickets_requester ON public.tickets USING btree (requester_email);
CREATE INDEX tickets_status ON public.tickets USING btree (status);
ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT attachments_message_row_messages_id_fk FOREIGN KEY (message_row) REFERENCES public.messages(id);
ALTER TABLE ONLY public.followers
    ADD CONSTRAINT followers_ticket_number_tickets_number_fk FOREIGN KEY (ticket_number) REFERENCES public.tickets(number);
ALTER TABLE ONLY public.mails
    ADD CONSTRAINT mails_ticket_number_tickets_number_fk FOREIGN KEY (ticket_number) REFERENCES public.tickets(number);
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_mail_id_mails_id_fk FOREIGN KEY (mail_id) REFERENCES public.mails(id);
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_ticket_number_tickets_number_fk FOREIGN KEY (ticket_number) REFERENCES public.tickets(number);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_ticket_number_tickets_number_fk FOREIGN KEY (ticket_number) REFERENCES public.tickets(number);
