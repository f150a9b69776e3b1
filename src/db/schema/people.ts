import { sql } from 'drizzle-orm';
import { boolean, check, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { sources, storedRoles } from '../../desk/person.ts';

/** The directory: who may open tickets and who works on them. Rows are deactivated, never deleted. */
export const people = pgTable(
  'people',
  {
    /** An address, or `@domain` for everyone of that domain. Lower case. */
    email: text('email').primaryKey(),
    name: text('name'),
    role: text('role', { enum: storedRoles }).notNull().default('admin'),
    organisation: text('organisation'),
    instances: text('instances').array().notNull().default(sql`'{}'`),
    locale: text('locale'),
    active: boolean('active').notNull().default(true),
    /** Where the entry came from: each source deactivates only its own entries. */
    source: text('source', { enum: sources }).notNull().default('manual'),
    /** This row is another address of the person whose entry has that email; null for the entry itself. */
    aliasOf: text('alias_of'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
  },
  person => [check('people_email_is_lower_case', sql`${person.email} = lower(${person.email})`)],
);
