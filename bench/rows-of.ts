// The rows of the bench: what is sent to the belt, and how many letters that causes.
import type { Address } from '../src/mail/address.ts';
import { signReplyAddress } from '../src/tokens/reply-address.ts';
import { type Belt, type Setting, secret, startBelt } from './belt.ts';
import { rssBytesOf } from './cpu.ts';
import type { Size } from './floors.ts';
import { author, send, type Written } from './load.ts';
import { type Figures, measure, until } from './measure.ts';

type Kind = 'tickets' | 'replies' | 'answers';
export type Row = Readonly<
  { kind: Kind; authors?: number; bytes?: number; sessions?: number } & Omit<Setting, 'counts'>
>;

const manyAuthors = 500;
const kilobyte = 1_000;

export const rows: readonly Row[] = [
  { kind: 'tickets', queue: 'PostgreSQL', relay: 'SMTP' },
  { kind: 'tickets', queue: 'PostgreSQL', relay: 'SMTP', authors: manyAuthors },
  { kind: 'tickets', queue: 'PostgreSQL', relay: 'files', authors: manyAuthors },
  { kind: 'tickets', queue: 'Redis', relay: 'SMTP' },
  { kind: 'tickets', queue: 'Redis', relay: 'SMTP', authors: manyAuthors },
  { kind: 'replies', queue: 'PostgreSQL', relay: 'SMTP' },
  { kind: 'answers', queue: 'PostgreSQL', relay: 'SMTP' },
  { kind: 'tickets', queue: 'PostgreSQL', relay: 'SMTP', bytes: 100 * kilobyte },
  { kind: 'tickets', queue: 'PostgreSQL', relay: 'SMTP', bytes: 1_000 * kilobyte },
  { kind: 'tickets', queue: 'PostgreSQL', relay: 'SMTP', bytes: 25_000 * kilobyte },
  { kind: 'tickets', queue: 'PostgreSQL', relay: 'SMTP', sessions: 1 },
  { kind: 'tickets', queue: 'PostgreSQL', relay: 'SMTP', sessions: 200 },
];

export function nameOf({ kind, queue, relay, authors = 1, bytes, sessions }: Row): string {
  const by = kind === 'tickets' ? (authors === 1 ? 'one author' : 'many authors') : 'three followers';
  const size = bytes === undefined ? '' : `, ${bytes >= 1e6 ? `${bytes / 1e6} MB` : `${bytes / 1e3} KB`}`;
  const over = sessions === undefined ? '' : `, ${sessions} connection${sessions === 1 ? '' : 's'}`;
  return `${kind}, ${queue}, ${by}, letters to ${relay}${size}${over}`;
}

/** Null where the row cannot run here. */
export async function measureRow(row: Row, size: Size, counts: boolean): Promise<Figures | null> {
  const belt = await startBelt({ ...row, counts });
  if (!belt) return null;
  try {
    await belt.gateway.postern('admin', 'add', author);
    await belt.gateway.postern('admin', 'add', '@example.com');
    const least = leastOf(size, row);
    const figures = row.kind === 'tickets' ? await newTickets(belt, row, least) : await onTickets(belt, row, least);
    return { ...figures, rssMb: Math.round(rssBytesOf(belt.gateway.pid) / 1e6) };
  } finally {
    await belt.stop();
  }
}

/** Of large mails fewer, so that a row takes seconds. */
function leastOf(size: Size, { bytes = 0, sessions = size.sessions }: Row): Size {
  const count = Math.max(10, Math.min(size.count, Math.floor(2e8 / Math.max(bytes, 1))));
  return { count, sessions: Math.min(sessions, count), warmUp: Math.min(size.warmUp, count) };
}

async function newTickets(belt: Belt, row: Row, size: Size): Promise<Figures> {
  let expected = await belt.letters();
  const { authors = 1, bytes = 0 } = row;
  const figures = await measure({
    ...size,
    name: nameOf(row),
    roots: belt.roots,
    counted: belt.counted,
    async work(count) {
      expected += count;
      const sent = await send(belt.gateway.smtpPort, { count, sessions: size.sessions, authors, bytes });
      await until(async () => (await belt.letters()) >= expected, 'every receipt went out');
      return sent;
    },
  });
  const { rows: found } = await belt.database.query<{ n: number }>('select count(*)::int as n from tickets');
  if (found[0]!.n !== expected) throw new Error(`${expected} mails made ${found[0]!.n} tickets`);
  return figures;
}

const followers = ['bea@example.com', 'cem@example.com', 'dan@example.com'];
const agent = 'tess@example.com';

/** Replies of requesters, told to three followers, or answers of an agent, told to these and the requester. */
async function onTickets(belt: Belt, row: Row, size: Size): Promise<Figures> {
  const { smtpPort, postern } = belt.gateway;
  let expected = await belt.letters();
  const sendAll = async (count: number, each: number, mail: (at: number) => Written) => {
    expected += count * each;
    const sent = await send(smtpPort, { count, sessions: size.sessions, mail });
    await until(async () => (await belt.letters()) >= expected, 'every letter went out');
    return sent;
  };
  const tickets = Math.min(size.count, 100);
  await sendAll(tickets, 1 + followers.length, at =>
    writtenBy(author, 'support@localhost', at, [`Cc: ${followers.join(', ')}`]),
  );
  if (row.kind === 'answers') await postern('admin', 'add', agent, '--role', 'agent');
  const [from, told] = row.kind === 'answers' ? [agent, followers.length + 1] : [author, followers.length];
  let at = 0;
  return measure({
    ...size,
    name: nameOf(row),
    roots: belt.roots,
    counted: belt.counted,
    work: count =>
      sendAll(count, told, () => {
        const ticketNumber = (at++ % tickets) + 1;
        const to = { support: 'support@localhost' as Address, ticketNumber, recipient: from as Address };
        return writtenBy(from, signReplyAddress(to, secret, new Date()), 1_000_000 + at, []);
      }),
  });
}

function writtenBy(from: string, to: string, at: number, fields: readonly string[]): Written {
  const raw = [
    `From: <${from}>`,
    `To: <${to}>`,
    ...fields,
    `Subject: Booking page error ${at}`,
    `Message-ID: <${Math.random().toString(36).slice(2)}-${at}@example.com>`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    '',
    ...Array.from(
      { length: 16 },
      (_, line) => `${line}. We looked at clinic ${at + line} again, and it shows error ${at * 3 + line} now.`,
    ),
    '',
  ].join('\r\n');
  return { from, to, raw };
}
