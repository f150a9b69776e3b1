CREATE TABLE "peer_rates" (
	"peer" text NOT NULL,
	"minute" integer NOT NULL,
	"connections" integer DEFAULT 0 NOT NULL,
	"mails" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "peer_rates_peer_minute_pk" PRIMARY KEY("peer","minute")
);
