// Measures how well mail is understood, and the cost: `npm run corpus`, over the project's own mails.
//
//   npm run corpus -- --corpus DIR    over a folder of others as well (corpus-cases.ts says of which shape)
//   npm run corpus -- --misses        names each mail that is not understood
//
// Everything runs in this process, as a worker would run it, without sockets and database.
import { parseArgs } from 'node:util';
import type { Address } from '../src/mail/address.ts';
import { authorOf } from '../src/mail/author.ts';
import type { IncomingMessage } from '../src/parse/incoming-message.ts';
import { parseMessage } from '../src/parse/parse.ts';
import { classify } from '../src/triage/machine/machine.ts';
import { splitReply } from '../src/triage/quoted/split.ts';
import { type Cases, type ClassCase, casesIn, type FieldCase, ownCases, type ReplyCase } from './corpus-cases.ts';
import { costs, hashing } from './corpus-cost.ts';

const { values: options } = parseArgs({
  options: {
    corpus: { type: 'string' },
    misses: { type: 'boolean', default: false },
    cost: { type: 'boolean', default: true },
  },
  allowNegative: true,
});

type Tally = Map<string, { right: number; of: number }>;
type Slowest = { name: string; ms: number };

function count(tally: Tally, what: string, right: boolean, name: string): void {
  const row = tally.get(what) ?? { right: 0, of: 0 };
  tally.set(what, { right: row.right + (right ? 1 : 0), of: row.of + 1 });
  if (!right && options.misses) console.log(`  not right: ${what}: ${name}`);
}

async function* only(raw: Buffer): AsyncGenerator<Buffer> {
  yield raw;
}

async function measure(title: string, cases: Cases): Promise<void> {
  const slowest: Slowest = { name: '', ms: 0 };
  const timed = async <T>({ name, raw }: { name: string; raw: Buffer }, work: (message: IncomingMessage) => T) => {
    const since = performance.now();
    const result = work(await parseMessage(only(raw), hashing));
    const ms = performance.now() - since;
    if (ms > slowest.ms) Object.assign(slowest, { name, ms });
    return result;
  };
  const [fields, replies, classes]: Tally[] = [new Map(), new Map(), new Map()];
  for (const each of cases.fields) await timed(each, message => countFields(fields!, each, message));
  for (const each of cases.replies) await timed(each, message => countReply(replies!, each, message));
  for (const each of cases.classes) await timed(each, message => countClass(classes!, each, message));
  print(`${title}: fields`, fields!);
  print(`${title}: what the author newly wrote`, replies!);
  print(`${title}: person or machine`, classes!);
  console.log(`\nslowest mail: ${slowest.name}, ${slowest.ms.toFixed(0)} ms`);
}

function countFields(tally: Tally, { name, expected }: FieldCase, message: IncomingMessage): void {
  const seen = JSON.parse(JSON.stringify(message)) as Record<string, unknown>;
  for (const [field, wanted] of Object.entries(expected)) {
    if (field === 'names') {
      const names = message.attachments.map(each => each.name);
      for (const file of wanted as string[]) count(tally, 'attachment names', names.includes(file), name);
    } else if (field === 'words') {
      const all = squeezed(message.text);
      const words = String(wanted).split(/\s+/).filter(Boolean).slice(0, 300);
      count(tally, 'words of the body', words.filter(word => all.includes(word)).length >= 0.9 * words.length, name);
    } else if (field === 'subject') {
      count(tally, field, squeezed(message.subject) === squeezed(String(wanted)), name);
    } else count(tally, field, contains(seen[field], wanted), name);
  }
}

function countReply(tally: Tally, { name, group, reply, markdown }: ReplyCase, message: IncomingMessage): void {
  const read = (text: string) => squeezed(markdown ? text : text.replace(/[*_`]/g, ''));
  const got = read(splitReply(message.text).text);
  for (const each of ['all', ...group]) count(tally, each, got === read(reply), name);
  count(
    tally,
    'no line of the author lost',
    reply.split('\n').every(line => got.includes(read(line))),
    name,
  );
}

function countClass(tally: Tally, { name, machine, group, mailFrom }: ClassCase, message: IncomingMessage): void {
  const { kind, ...rest } = authorOf(message.header);
  const author = kind === 'author' ? (rest as { mailbox: { address: Address } }).mailbox.address : null;
  const { class: found } = classify({
    ...{ header: message.header, subject: message.subject, text: message.text, report: message.report },
    mailFrom: mailFrom === undefined ? author : (mailFrom as Address | null),
    author,
    attachmentTypes: message.attachments.map(({ contentType }) => contentType),
  });
  const right = (found !== 'person') === machine;
  count(tally, machine ? 'machines seen' : 'people not taken for machines', right, name);
  count(tally, `  ${group}`, right, name);
}

const squeezed = (text: string): string => text.replace(/\s+/g, '');

/** Whether the result contains all that is expected; lists must have the same length. */
function contains(seen: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return seen === wanted;
  if (typeof seen !== 'object' || seen === null) return false;
  if (Array.isArray(wanted) && wanted.length !== (seen as unknown[]).length) return false;
  return Object.entries(wanted).every(([key, value]) => contains((seen as Record<string, unknown>)[key], value));
}

function print(title: string, tally: Tally): void {
  if (tally.size === 0) return;
  console.log(`\n${title}`);
  for (const [what, { right, of }] of tally) {
    console.log(
      `  ${what.padEnd(36)} ${`${right}/${of}`.padStart(9)}  ${((100 * right) / of).toFixed(1).padStart(5)} %`,
    );
  }
}

await measure('own corpus', ownCases());
if (options.corpus) await measure(options.corpus, casesIn(options.corpus));
if (options.cost) {
  console.log('\nCPU ms to read a mail, all threads, beside mailparser alone');
  for (const { mail, ours, mailparser } of await costs()) {
    console.log(
      `  ${mail.padEnd(5)} ${ours.toFixed(2).padStart(7)}   mailparser ${mailparser.toFixed(2).padStart(7)}   ${(ours / mailparser).toFixed(2)} times`,
    );
  }
}
