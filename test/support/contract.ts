// The JSON of the command line, as the contract has it: fields that are not named there must not come.
import { z } from 'zod';

const time = z.iso.datetime();
const person = z.strictObject({ email: z.string(), name: z.string().nullable() });
const id = z.string().regex(/^[0-9a-z]{26}$/);
const messageId = z
  .string()
  .regex(/^<[^<>\s]+@[^<>\s]+>$/)
  .nullable();

export const Message = z.strictObject({
  id: z.string(),
  kind: z.enum(['request', 'reply', 'answer', 'note', 'event', 'auto-reply']),
  author: person.nullable(),
  text: z.string(),
  quoted: z.string().nullable(),
  html: z.string().nullable(),
  attachments: z.array(
    z.strictObject({
      /** Added: `postern ticket file` names files by it. */
      number: z.number().int().min(1),
      name: z.string(),
      contentType: z.string(),
      size: z.number().int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      inline: z.boolean(),
    }),
  ),
  messageId,
  mailId: id.nullable(),
  createdAt: time,
});

const ticket = {
  key: z.string().regex(/^PT-[1-9]\d*$/),
  number: z.number().int().min(1),
  subject: z.string(),
  instance: z.string().nullable(),
  priority: z.enum(['urgent', 'high', 'medium', 'low']).nullable(),
  status: z.enum(['new', 'open', 'pending', 'resolved', 'closed']),
  /** Added: the agent who works on it. */
  assignee: z.string().nullable(),
  requester: person,
  followers: z.array(person),
  createdAt: time,
  updatedAt: time,
};
export const ListedTicket = z.strictObject(ticket);
/** Added to the contract: what became of each mail that went out. */
const Delivery = z.strictObject({
  id,
  recipient: person,
  role: z.enum(['requester', 'follower', 'agent']),
  kind: z.string(),
  messageId,
  state: z.enum(['queued', 'sent', 'failed', 'undeliverable']),
  status: z.string().nullable(),
  reply: z.string().nullable(),
  attempts: z.number().int().min(0),
  createdAt: time,
  sentAt: time.nullable(),
});
export const Ticket = z.strictObject({
  ...ticket,
  messages: z.array(Message).min(1),
  deliveries: z.array(Delivery),
});

export const Mail = z.strictObject({
  id,
  receivedAt: time,
  via: z.enum(['smtp', 'form', 'api', 'imap']),
  reports: z.array(z.strictObject({ address: z.string(), action: z.string(), status: z.string().nullable() })),
  mailFrom: z.string().nullable(),
  rcptTo: z.array(z.string()).min(1),
  from: z.string().nullable(),
  subject: z.string().nullable(),
  messageId,
  size: z.number().int().min(0),
  disposition: z.enum([
    'opened',
    'added',
    'duplicate',
    'auto-reply',
    'dsn',
    'help',
    'held',
    'refused',
    'failed',
    'pending',
    'ignored',
  ]),
  ticket: z
    .string()
    .regex(/^PT-\d+$/)
    .nullable(),
  reasons: z.array(z.string()),
  authentication: z.looseObject({ spf: z.string(), dkim: z.string(), dmarc: z.string(), arc: z.string() }).nullable(),
});
