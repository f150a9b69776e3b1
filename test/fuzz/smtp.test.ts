// Whole SMTP sessions made up at random, against a real listener on a real socket. A model says what every
// command is answered and what is stored; cuts between chunks, pipelining and STARTTLS must not change it.
//
// FUZZ_RUNS=1000 runs more of them; a failure prints its seed, and FUZZ_SEED repeats it.
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTestListener, type TestListener } from '../support/listener.ts';
import { connectSmtp, greeted, type SmtpClient } from '../support/smtp-client.ts';

const numRuns = Number(process.env.FUZZ_RUNS ?? 30);
const seed = process.env.FUZZ_SEED ? { seed: Number(process.env.FUZZ_SEED) } : {};
const patience = { timeout: 20_000, interval: 5 };

let listener: TestListener;
beforeAll(async () => {
  listener = await startTestListener();
});
afterAll(() => listener.stop());

type Move = { kind: 'line'; line: string } | { kind: 'mail'; content: string } | { kind: 'starttls' };
type Session = { moves: Move[]; cuts: number[] };
type State = { helo: boolean; mail: boolean; rcpt: boolean; tls: boolean; unknown: number };

const known = [
  'EHLO h.test',
  'HELO h.test',
  'MAIL FROM:<a@b.test>',
  'MAIL FROM:<> BODY=8BITMIME',
  'RCPT TO:<support@mx.test>',
  'RCPT TO:<postmaster>',
  'RCPT TO:<nobody@mx.test>',
  'DATA',
  'RSET',
  'NOOP',
  'VRFY x',
] as const;
const verbs = /^(ehlo|helo|mail|rcpt|data|rset|noop|vrfy|help|quit|starttls)\b/i;
const octets = (unit: fc.Arbitrary<string>, maxLength: number) => fc.string({ unit, maxLength });
const anyOctet = fc.integer({ min: 0, max: 255 }).map(code => String.fromCharCode(code));
const noise = octets(anyOctet, 40).filter(text => !/[\r\n]/.test(text) && !verbs.test(text));
const contentOf = (...pieces: string[]) =>
  fc.array(fc.oneof(fc.constantFrom(...pieces), octets(anyOctet, 5)), { maxLength: 12 }).map(all => all.join(''));
const clean = contentOf('\r\n', '.', '..', '\r\n.', '\r\n..', 'A: b', '\0').map(text =>
  text.replace(/\r(?!\n)|(?<!\r)\n/g, ''),
);
const dirty = contentOf('\r\n', '.', '\n.\n', '\r.\r', '\n.\r\n', '\r\n.\n', '\r\n.\r', '\r', '\n');

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...known).map((line): Move => ({ kind: 'line', line })) },
  { weight: 2, arbitrary: noise.map((line): Move => ({ kind: 'line', line })) },
  { weight: 6, arbitrary: fc.oneof(clean, dirty).map((text): Move => ({ kind: 'mail', content: `${text}\r\n` })) },
  { weight: 1, arbitrary: fc.constant<Move>({ kind: 'starttls' }) },
);
const open: Move[] = known.filter(line => /EHLO|MAIL FROM:<a|support/.test(line)).map(line => ({ kind: 'line', line }));
const session: fc.Arbitrary<Session> = fc.record({
  // Half of them begin as real ones do, so that mail is reached often.
  moves: fc
    .tuple(fc.boolean(), fc.array(move, { maxLength: 14 }))
    .map(([begun, moves]) => (begun ? [...open, ...moves] : moves)),
  cuts: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 30 }),
});

/** What is written for a move in this state, the codes of its replies, and what is stored. */
function model(move: Move, state: State): { bytes: string; codes: string[]; stored: string[] } {
  if (move.kind === 'mail') {
    const { codes } = model({ kind: 'line', line: 'DATA' }, state);
    if (codes[0] !== '354') return { bytes: 'DATA\r\n', codes, stored: [] };
    const bytes = `DATA\r\n${move.content.replace(/(^|\r\n)\./g, '$1..')}.\r\n`;
    const bare = /\r(?!\n)|(?<!\r)\n/.test(move.content);
    Object.assign(state, { mail: false, rcpt: false, unknown: 0 });
    return { bytes, codes: ['354', bare ? '550' : '250'], stored: bare ? [] : [move.content] };
  }
  const line = move.kind === 'starttls' ? 'STARTTLS' : move.line;
  return { bytes: `${line}\r\n`, codes: [codeOf(line, state)], stored: [] };
}

function codeOf(line: string, state: State): string {
  const set = (change: Partial<State>) => Object.assign(state, change) && '250';
  const [verb] = line.split(' ');
  if (verb === 'EHLO' || verb === 'HELO') return set({ helo: true, mail: false, rcpt: false });
  if (verb === 'RSET') return set({ mail: false, rcpt: false });
  if (verb === 'NOOP') return '250';
  if (verb === 'VRFY') return '252';
  if (verb === 'STARTTLS') return state.tls ? '503' : '220';
  if (verb === 'MAIL') return !state.helo || state.mail ? '503' : set({ mail: true });
  if (verb === 'RCPT')
    return !state.helo || !state.mail ? '503' : line.includes('nobody') ? '550' : set({ rcpt: true });
  if (verb === 'DATA') return state.helo && state.rcpt ? '354' : '503';
  state.unknown += 1;
  return '500';
}

async function play({ moves, cuts }: Session): Promise<string[]> {
  const client = await connectSmtp(listener.port);
  expect(await replyOf(client)).toBe('220');
  const state: State = { helo: false, mail: false, rcpt: false, tls: false, unknown: 0 };
  const stored: string[] = [];
  let waiting = { bytes: '', codes: [] as string[] };
  const flush = async () => {
    for (const piece of cut(waiting.bytes, cuts)) {
      client.write(piece);
      await new Promise(setImmediate);
    }
    const heard: string[] = [];
    for (const _ of waiting.codes) heard.push(await replyOf(client));
    expect(heard).toEqual(waiting.codes);
    waiting = { bytes: '', codes: [] };
  };
  for (const each of moves) {
    // A bare DATA would open a mail that nobody writes, and the tenth unknown command ends a session.
    const opens = each.kind === 'line' && each.line === 'DATA' && state.helo && state.rcpt;
    if (opens || state.unknown > 7) continue;
    const { bytes, codes, stored: kept } = model(each, state);
    waiting = { bytes: waiting.bytes + bytes, codes: [...waiting.codes, ...codes] };
    stored.push(...kept);
    if (codes[0] !== '220') continue;
    await flush();
    await client.startTls();
    Object.assign(state, { helo: false, mail: false, rcpt: false, tls: true });
  }
  await flush();
  expect(await client.say('QUIT')).toMatch(/^221/);
  expect(await client.closed()).toBe('');
  return stored;
}

/** The code of the next reply, which is one that every client can read. */
async function replyOf(client: SmtpClient): Promise<string> {
  const reply = await client.reply();
  expect(reply).toMatch(/^\d{3}[ -][\x20-\x7e\n]*$/);
  expect(Math.max(...reply.split('\n').map(line => line.length))).toBeLessThanOrEqual(510);
  return reply.slice(0, 3);
}

function* cut(bytes: string, sizes: readonly number[]): Generator<string> {
  let rest = bytes;
  for (const size of sizes) {
    if (rest === '') return;
    yield rest.slice(0, size);
    rest = rest.slice(size);
  }
  if (rest !== '') yield rest;
}

test('every session gets the answers of the model, and exactly the bytes sent are stored', async () => {
  await fc.assert(
    // Ten at a time: each waits a tenth of a second for its greeting.
    fc.asyncProperty(fc.array(session, { minLength: 10, maxLength: 10 }), async sessions => {
      const expected = (await Promise.all(sessions.map(play))).flat().sort();
      const stored = (await listener.stored()).map(({ bytes }) => bytes).sort();
      await listener.forget();
      expect(stored).toEqual(expected);
      expect([await listener.drafts(), listener.unforeseen]).toEqual([[], []]);
    }),
    { numRuns, endOnFailure: true, ...seed },
  );
}, 600_000);

test('any bytes, cut off anywhere: the listener lives, answers in SMTP, and ends what was left', async () => {
  const fragments = fc.constantFrom(...known, 'STARTTLS', '\r\n', '.\r\n', '\r\n.\r\n', '\x16\x03\x01', 'PROXY TCP4 ');
  const bytes = fc.array(fc.oneof(fragments, octets(anyOctet, 30)), { maxLength: 30 }).map(all => all.join(''));
  const cuts = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.record({ bytes, cuts }), { minLength: 10, maxLength: 10 }), async sessions => {
      await Promise.all(
        sessions.map(async each => {
          const client = await connectSmtp(listener.port);
          await client.reply();
          for (const piece of cut(each.bytes, each.cuts)) client.write(piece);
          await sleep(2);
          client.half();
          // What is no TLS record ends a handshake, and STARTTLS was answered before.
          const heard = (await client.closed()).split('\r\n').slice(0, -1);
          if (!each.bytes.includes('STARTTLS'))
            for (const line of heard) expect(line).toMatch(/^\d{3}[ -][\x20-\x7e]{0,506}$/);
        }),
      );
      await vi.waitFor(() => expect(listener.sessions()).toBe(0), patience);
      await vi.waitFor(async () => expect(await listener.drafts()).toEqual([]), patience);
      expect(listener.unforeseen).toEqual([]);
      await listener.forget();
      const innocent = await greeted(listener.port);
      expect(await innocent.say('NOOP')).toMatch(/^250/);
      innocent.destroy();
    }),
    { numRuns, endOnFailure: true, ...seed },
  );
}, 600_000);
