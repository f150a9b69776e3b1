CREATE TABLE "organisations" (
	"name" text PRIMARY KEY NOT NULL,
	"followers" text[] NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
