// A desk in memory, and what a mail says to it before any database is asked.
import { deskFor } from '../../src/desk/desk.ts';
import type { Directory, Person } from '../../src/desk/person.ts';
import { type AuthoredMail, readMail } from '../../src/filing/read-mail.ts';
import { readWords, wordFactsOf } from '../../src/filing/reading/words.ts';
import type { Readable } from '../../src/filing/together/candidate.ts';
import type { Address } from '../../src/mail/address.ts';
import type { SpooledMail } from '../../src/spool/spooled-mail.ts';
import { signReplyAddress } from '../../src/tokens/reply-address.ts';
import { readBytes } from '../parse/reading.ts';

export const [ada, bob, eve, sam, support] = [
  ...['ada@clinic.test', 'bob@clinic.test', 'eve@lab.test', 'sam@desk.test', 'support@mx.test'],
] as [Address, Address, Address, Address, Address];
const key = 'a key of sixteen letters';

const person = (email: string, more: Partial<Person> = {}): Person => ({
  ...{ email, name: null, role: 'admin', organisation: null, instances: [], locale: null, active: true },
  ...{ source: 'manual', aliasOf: null, createdAt: new Date(0), updatedAt: new Date(0), ...more },
});
const people: readonly Person[] = [
  person(ada, { name: 'Ada', organisation: 'Clinic', instances: ['tt_lakes'] }),
  person(bob, { name: 'Bob', organisation: 'Clinic', instances: ['tt_lakes', 'tt_hills'] }),
  person('ada.two@clinic.test', { aliasOf: ada }),
  person(sam, { name: 'Sam', role: 'agent' }),
  person('@corp.test', { name: 'Everyone', organisation: 'Corp' }),
];
const directory: Directory = {
  find: address =>
    people.find(({ email }) => email === address) ??
    people.find(({ email }) => email === `@${address.split('@')[1]}`) ??
    null,
  isRemoved: () => false,
  agents: () => people.filter(({ role }) => role === 'agent'),
  instances: () => new Set(['tt_lakes', 'tt_hills']),
  domains: () => new Set(['clinic.test', 'corp.test', 'desk.test']),
};
export const desk = deskFor(
  {
    ...{ SUPPORT_ADDRESS: [support], SUPPORT_ALIASES: ['help@forwards.test' as Address], SECRET: [key] },
    ...{ FOLLOWERS: ['anyone'], CLOSE_AFTER_DAYS: 7, FOLLOW_UP_AFTER_DAYS: 14, EARLY_REPLY_MINUTES: 2, HELD_DAYS: 30 },
  },
  directory,
);
export const replyAddress = (recipient: Address, ticketNumber = 7): Address =>
  signReplyAddress({ support, ticketNumber, recipient }, key, new Date('2026-11-20'));

export type Written = Readonly<{
  from?: Address;
  subject?: string;
  text?: string;
  to?: string;
  cc?: string;
  /** Further header fields. */
  fields?: readonly string[];
  html?: string;
  admitted?: Partial<SpooledMail['admitted']>;
  mail?: Partial<SpooledMail>;
  rcptTo?: readonly [Address, ...Address[]];
}>;

/** The mail as a worker has it once it is read. */
export async function readable(written: Written = {}): Promise<Readable> {
  const { from = ada, subject = 'Portal', text = 'The portal is empty.', to = support, cc, fields = [] } = written;
  const { html, admitted = {}, mail: more = {}, rcptTo = [support] } = written;
  const head = [`From: ${from}`, `To: ${to}`, ...(cc ? [`Cc: ${cc}`] : []), `Subject: ${subject}`, ...fields];
  const body = html === undefined ? text : html;
  const type = html === undefined ? [] : ['Content-Type: text/html; charset=utf-8'];
  const { message } = await readBytes(`${[...head, ...type].join('\r\n')}\r\n\r\n${body.replaceAll('\n', '\r\n')}\r\n`);
  const mail: SpooledMail = {
    ...{ id: 'm', receivedAt: '2026-11-23T10:00:00.000Z', via: 'smtp', size: 0, authentication: null },
    envelope: { mailFrom: from, rcptTo },
    author: { address: from, name: '' },
    peer: { ip: '127.0.0.1', heloName: null, tls: false },
    admitted: { hold: false, reasons: [], ...admitted },
    ...more,
  };
  const facts = wordFactsOf(mail, desk);
  return { mail, read: { message, words: facts && readWords(message, facts) }, bodyHash: 'hash' };
}

export async function factsOf(written: Written = {}): Promise<AuthoredMail> {
  const { mail, read } = await readable(written);
  return readMail(mail, { message: read.message, words: read.words! }, desk) as AuthoredMail;
}
