import { integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

/** Tokens of the API. The secret is kept as its hash only. */
export const apiTokens = pgTable('api_tokens', {
  /** The part of the token that names it: 12 characters of [0-9a-z]. */
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  secretHash: text('secret_hash').notNull(),
  scopes: text('scopes').array().notNull(),
  /** The agent as whom it acts; null: each call names one. */
  agent: text('agent'),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  lastUsedAt: timestamp('last_used_at', { withTimezone: true }),
});

/** The first answer to each Idempotency-Key, for a day; no status while it is being worked out. */
export const apiAnswers = pgTable(
  'api_answers',
  {
    token: text('token')
      .notNull()
      .references(() => apiTokens.id, { onDelete: 'cascade' }),
    key: text('key').notNull(),
    /** Hash of method, path and body. */
    request: text('request').notNull(),
    status: integer('status'),
    body: text('body'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  row => [primaryKey({ columns: [row.token, row.key] })],
);
