import { index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { locales } from '../../desk/locale.ts';

/** Signed-in browsers. What a person may see is asked at each request, so a row grants nothing by itself. */
export const sessions = pgTable(
  'sessions',
  {
    /** SHA-256 of the cookie's value, in hex. */
    hash: text('hash').primaryKey(),
    /** The first of the person's addresses, lower case. */
    email: text('email').notNull(),
    /** How the person signed in. */
    via: text('via', { enum: ['mail', 'cli', 'oidc'] }).notNull(),
    /** As the browser names itself, for the list of sessions. */
    browser: text('browser'),
    peer: text('peer'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    seenAt: timestamp('seen_at', { withTimezone: true }).notNull().defaultNow(),
    /** Moves with use, up to a limit that is counted from `createdAt`. */
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
  },
  session => [index('sessions_email').on(session.email), index('sessions_expires').on(session.expiresAt)],
);

/** Requests to sign in by mail, and links of `postern sign-in`. Token and code are derived from the id (signin/secrets.ts). */
export const signIns = pgTable(
  'sign_ins',
  {
    id: text('id').primaryKey(),
    /** As it was typed, lower case. It may belong to a stranger. */
    email: text('email').notNull(),
    /** SHA-256 of the cookie of the browser that asked. Null: the first browser that opens the link. */
    browser: text('browser'),
    /** The network of the asking browser: /24 or /48. */
    network: text('network'),
    /** The browser and the address, as the mail names them. */
    asked: text('asked'),
    locale: text('locale', { enum: locales }).notNull().default('en'),
    /** The path to go to afterwards. */
    goTo: text('go_to'),
    /** Wrong codes so far. */
    tries: integer('tries').notNull().default(0),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    /** When a worker looked who it is. Null: not yet. */
    answeredAt: timestamp('answered_at', { withTimezone: true }),
    /** When the link was mailed or printed. Null: it signs no one in. */
    issuedAt: timestamp('issued_at', { withTimezone: true }),
    usedAt: timestamp('used_at', { withTimezone: true }),
  },
  asked => [
    index('sign_ins_email').on(asked.email, asked.createdAt),
    index('sign_ins_network').on(asked.network, asked.createdAt),
    index('sign_ins_browser').on(asked.browser),
  ],
);

/** A person's account at an OIDC provider. Once bound, the provider's mail claim decides nothing more. */
export const identities = pgTable(
  'identities',
  {
    /** Issuer and subject (OpenID Connect Core section 2), joined by a line break. */
    subject: text('subject').primaryKey(),
    email: text('email').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  identity => [index('identities_email').on(identity.email)],
);
