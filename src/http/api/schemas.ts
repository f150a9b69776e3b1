// The shapes of CONTRACT.md. The document of the API and the checks of what comes in are both made from these.
import { z } from '@hono/zod-openapi';
import { extents } from '../../desk/impact.ts';
import { priorities, statuses } from '../../desk/ticket.ts';

const at = z.iso.datetime().openapi({ example: '2026-11-30T09:02:14.000Z' });
const person = z.object({ email: z.string(), name: z.string().nullable() });

export const Key = z
  .string()
  .regex(/^(?:PT-)?[1-9][0-9]{0,14}$/i)
  .openapi({ param: { name: 'key', in: 'path' }, example: 'PT-42' });

export const Message = z
  .object({
    id: z.string(),
    kind: z.enum(['request', 'reply', 'answer', 'note', 'event', 'auto-reply']),
    author: person.nullable(),
    text: z.string().openapi({ description: 'What the author newly wrote.' }),
    quoted: z.string().nullable().openapi({ description: 'What was cut away from the text.' }),
    html: z.string().nullable(),
    attachments: z.array(
      z.object({
        name: z.string(),
        contentType: z.string(),
        size: z.number().int().openapi({ description: 'Bytes after decoding.' }),
        sha256: z.string(),
        inline: z.boolean(),
      }),
    ),
    messageId: z.string().nullable(),
    mailId: z.string().nullable(),
    createdAt: at,
  })
  .openapi('Message');

export const Ticket = z
  .object({
    key: z.string().openapi({ example: 'PT-42' }),
    number: z.number().int(),
    subject: z.string(),
    instance: z.string().nullable(),
    priority: z.enum(priorities).nullable(),
    status: z.enum(statuses),
    assignee: z.string().nullable().openapi({ description: 'The address of the agent who works on it.' }),
    requester: person,
    followers: z.array(person),
    createdAt: at,
    updatedAt: at,
    messages: z.array(Message).optional().openapi({ description: 'Of one ticket, oldest first.' }),
  })
  .openapi('Ticket');

export const Tickets = z
  .object({
    items: z.array(Ticket),
    next: z.string().nullable().openapi({ description: 'The `after` of the next page; null on the last one.' }),
  })
  .openapi('Tickets');

const mailbox = z
  .string()
  .max(320)
  .regex(/^[^\s@<>,;"]+@[^\s@<>,;"]+$/, 'It must be a mail address.');
const words = z.string().trim().min(1, 'It must not be empty.');

export const NewTicket = z
  .strictObject({
    from: mailbox.openapi({ example: 'ada@clinic.example', description: 'The requester, as in the directory.' }),
    subject: words.max(500).openapi({ example: 'Calendar stays empty after login' }),
    text: words.max(1_000_000).openapi({ example: 'Since nine the calendar stays empty for everybody at reception.' }),
    cc: z.array(mailbox).max(50).optional(),
    instance: z.string().trim().max(200).optional().openapi({ example: 'tt_clinic' }),
    priority: z.enum(priorities).optional(),
    functions: z.enum(extents).optional().openapi({ description: 'How many functions are affected.' }),
    users: z.enum(extents).optional().openapi({ description: 'How many users are affected.' }),
  })
  .openapi('NewTicket');

export const Answer = z
  .strictObject({
    text: words.max(1_000_000).openapi({ example: 'It works again.' }),
    as: mailbox.optional().openapi({
      example: 'sam@desk.example',
      description: 'The agent who writes. May be left out where the token acts as an agent.',
    }),
    status: z.enum(statuses).optional(),
  })
  .openapi('Answer');
export const Note = Answer.omit({ status: true }).openapi('Note');
export const Reply = z
  .strictObject({
    text: words.max(1_000_000).openapi({ example: 'It is back on two of three desks.' }),
    as: mailbox.openapi({ example: 'ada@clinic.example', description: 'The requester or a follower who writes.' }),
  })
  .openapi('Reply');

export const Change = z
  .strictObject({
    status: z.enum(statuses).optional(),
    priority: z.enum(priorities).nullable().optional(),
    instance: z.string().trim().min(1).max(200).nullable().optional(),
    assignee: mailbox.nullable().optional(),
    as: mailbox.optional().openapi({ description: 'The agent who changes it.' }),
  })
  .refine(({ as: _, ...fields }) => Object.values(fields).some(value => value !== undefined), 'Name a field to change.')
  .openapi('Change');

export const TakenMail = z
  .object({ mail: z.string().openapi({ description: 'The id of the mail that was written of it.' }) })
  .openapi('TakenMail');

export const ProblemDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    errors: z
      .array(z.object({ pointer: z.string().optional(), parameter: z.string().optional(), detail: z.string() }))
      .optional(),
  })
  .openapi('Problem');
