import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { composedId } from '../../delivery/form-mail.ts';
import { keyOf, numberOf } from '../../desk/ticket.ts';
import { type Address, type Mailbox, toAddress } from '../../mail/address.ts';
import type { MessageId } from '../../mail/message-id.ts';
import { newId } from '../../mail/new-id.ts';
import { isTemporary, type Refusal as MailRefusal } from '../../mail/verdict.ts';
import { cleanLine } from '../../parse/text/clean.ts';
import { filedMail } from '../../tickets/filed-mail.ts';
import { showTicket } from '../../tickets/views/ticket-view.ts';
import { writeBlock } from '../../triage/fields/form-block.ts';
import { needScope } from './bearer.ts';
import { noTicket, type Problem, Refusal, unforeseen } from './problem.ts';
import { etagOf, problem, ticketAnswer, ticketFor } from './reading.ts';
import type { ApiRooms, MailToTake } from './rooms.ts';
import { Key, NewTicket, Reply, TakenMail } from './schemas.ts';

const taken = {
  description: 'Taken: it is safe, and will be filed',
  content: { 'application/json': { schema: TakenMail } },
};
const responses = {
  201: ticketAnswer('Filed within the time of `Prefer: wait=5`'),
  202: taken,
  409: problem('The same request is being done'),
  422: problem('Some of it cannot be used'),
  503: problem('It could not be taken just now'),
};
const headers = z.object({
  prefer: z
    .string()
    .optional()
    .openapi({ example: 'wait=5', description: 'Waits for the ticket so many seconds, at most 5.' }),
  'idempotency-key': z.string().optional().openapi({ description: 'The first answer is given again for a day.' }),
});

const openRoute = createRoute({
  method: 'post',
  path: '/api/v1/tickets',
  summary: 'Open a ticket for a person of the directory',
  request: { headers, body: { required: true, content: { 'application/json': { schema: NewTicket } } } },
  responses,
});
const replyRoute = createRoute({
  method: 'post',
  path: '/api/v1/tickets/{key}/replies',
  summary: 'Add what the requester or a follower says',
  request: {
    headers,
    params: z.object({ key: Key }),
    body: { required: true, content: { 'application/json': { schema: Reply } } },
  },
  responses: { ...responses, 404: problem('There is no such ticket') },
});

export function addOpen(api: OpenAPIHono, rooms: ApiRooms): void {
  api.openapi(openRoute, async context => {
    needScope(context, 'tickets:write');
    const { from, cc = [], subject, text, ...fields } = context.req.valid('json');
    const { instance, functions = null, users = null, priority = null } = fields;
    // Every language's reading knows the English names.
    const block = writeBlock({ instance: cleanLine(instance ?? '', 200) || null, functions, users, priority }, 'en');
    return takeAndAnswer(context, rooms, {
      mail: { from: authorFor(rooms, from), cc: cc.map(mailboxOf), subject, text, block },
    });
  });
  api.openapi(replyRoute, async context => {
    needScope(context, 'tickets:write');
    const { text, as } = context.req.valid('json');
    const ticket = await showTicket(rooms.db, numberOf(context.req.valid('param').key)!);
    if (!ticket) throw new Refusal(noTicket);
    const address = toAddress(as);
    const person = [ticket.requester, ...ticket.followers].find(({ email }) => email === address);
    if (!address || !person) throw new Refusal(notOnTicket);
    const ids = ticket.messages?.flatMap(({ messageId }) => (messageId ?? []) as MessageId) ?? [];
    return takeAndAnswer(context, rooms, {
      onTicket: ticket.number,
      mail: {
        from: { address, name: person.name ?? '' },
        cc: [],
        subject: `Re: [${keyOf(ticket.number)}] ${ticket.subject}`,
        text,
        block: null,
        inReplyTo: ids.at(-1) ?? null,
        references: ids.slice(-20),
      },
    });
  });
}

type Request = Pick<MailToTake, 'onTicket'> &
  Readonly<{ mail: Omit<MailToTake['mail'], 'messageId' | 'date' | 'files'> }>;

async function takeAndAnswer(context: Context, rooms: ApiRooms, request: Request): Promise<never> {
  const { id: token, name } = context.get('token');
  const key = context.req.header('idempotency-key');
  // With a key the mail keeps its Message-ID and Date, so that even a repetition after a crash is no second ticket.
  const left = key === undefined ? newId() : createHash('sha256').update(`${token} ${key}`).digest('hex').slice(0, 26);
  const received = await rooms.take({
    ...request,
    mail: {
      ...request.mail,
      messageId: composedId('api', left, rooms.desk.supports[0]),
      date: context.get('begun') ?? new Date(),
      files: [],
    },
    voucher: `written through the API with the token ${name} (${token})`,
  });
  if (received.kind === 'refused') throw new Refusal(refusedBy(received.refusal));
  const number = await filedWithin(waitIn(context), rooms, received.id);
  const ticket = number === null ? null : await ticketFor(context.get('token').scopes, rooms.db, number);
  if (!ticket) return context.json({ mail: received.id }, 202) as never;
  context.header('ETag', etagOf(ticket));
  context.header('Location', `/api/v1/tickets/${ticket.key}`);
  context.header('Preference-Applied', `wait=${waitIn(context) / 1_000}`);
  return context.json(ticket, 201) as never;
}

const maxWaitMs = 5_000;
const lookEveryMs = 50;

/** RFC 7240 section 4.3. */
function waitIn(context: Context): number {
  const [, seconds] = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,4})"?/i.exec(context.req.header('prefer') ?? '') ?? [];
  return Math.min(Number(seconds ?? 0) * 1_000, maxWaitMs);
}

/** The ticket of the mail, or null where it is not filed in time or reached none. */
async function filedWithin(ms: number, { db }: ApiRooms, id: string): Promise<number | null> {
  for (const until = Date.now() + ms; Date.now() < until; await sleep(lookEveryMs)) {
    const mail = await filedMail(db, id);
    if (mail && mail.disposition !== 'pending') return mail.ticketNumber;
  }
  return null;
}

function authorFor({ desk }: ApiRooms, from: string): Mailbox {
  const address = toAddress(from);
  const person = address && desk.directory.find(address);
  if (!address || !person) throw new Refusal(notInDirectory(from));
  return { address, name: person.email === address ? (person.name ?? '') : '' };
}

const mailboxOf = (text: string): Mailbox => ({ address: (toAddress(text) ?? text) as Address, name: '' });

const notInDirectory = (from: string): Problem => ({
  status: 422,
  name: 'not-in-directory',
  title: 'The requester is not in the directory',
  errors: [{ pointer: '/from', detail: `${from} is not in the directory: postern admin add adds it.` }],
});
const notOnTicket: Problem = {
  status: 422,
  name: 'not-on-ticket',
  title: 'This person is not on the ticket',
  errors: [{ pointer: '/as', detail: 'It must be the requester or a follower.' }],
};
const refusedBy = (refusal: MailRefusal): Problem =>
  isTemporary(refusal)
    ? unforeseen
    : { status: refusal === 'too-big' ? 413 : 422, name: 'refused', title: 'The mail was refused', detail: refusal };
