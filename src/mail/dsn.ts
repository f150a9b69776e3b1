// Delivery reports: which recipient's copy met which fate, told from a machine-readable part
// (RFC 3464) or, where a mail system writes none, from the words it writes (dsn-text.ts).
//
// What it reads is a claim by whoever wrote the mail: a caller matches it by the VERP address that
// the report came to, and never acts on a recipient that the outgoing mail did not have.
import type { Report } from '../parse/incoming-message.ts';
import { type Address, toAddress } from './address.ts';
import { deliveryReportsInText } from './dsn-text.ts';
import { fieldValue, type Header } from './header.ts';

export type DeliveryAction = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
export type DeliveryReport = Readonly<{
  /** As it was given to the relay, where the report says so; else where the copy ended. */
  recipient: Address | null;
  action: DeliveryAction | null;
  /** `5.1.1` (RFC 3463), or null. */
  status: string | null;
  /** What the last mail system said; one line, at most 500 characters. */
  diagnostic: string | null;
}>;

export type DsnFacts = Readonly<{ header: Header; text: string; report: Report | null }>;

const maxReports = 200;

/** Empty for a mail that reports on no delivery. Never throws. */
export function deliveryReports({ header, text, report }: DsnFacts): DeliveryReport[] {
  const groups = report?.kind === 'delivery-status' ? report.groups.slice(0, maxReports) : [];
  const stated = withoutRepeats(groups.map(reportOfGroup).filter(found => found !== null));
  if (stated.some(({ recipient }) => recipient)) return stated;
  const told = deliveryReportsInText(text, /\((?:delay|warning)|delayed|verzögert|retard/i.test(subjectOf(header)));
  const failed = addressesIn(fieldValue(header, 'x-failed-recipients') ?? '');
  // Exim and Gmail name the recipients in the header; the text has the reason.
  const named = failed.map(
    recipient => told.find(report => report.recipient === recipient) ?? { ...(told[0] ?? unexplained), recipient },
  );
  const best = named.length > 0 ? named : told;
  return best.length > 0 ? mergeStated(best, stated) : stated;
}

const unexplained: DeliveryReport = { recipient: null, action: 'failed', status: null, diagnostic: null };
const subjectOf = (header: Header): string => (fieldValue(header, 'subject') ?? '').slice(0, 300);

/** A group without a recipient still knows the fate of the only one that the text names. */
function mergeStated(told: DeliveryReport[], stated: readonly DeliveryReport[]): DeliveryReport[] {
  const [only] = stated;
  if (told.length !== 1 || stated.length !== 1 || !only) return told;
  return told.map(report => ({
    recipient: report.recipient,
    action: only.action ?? report.action,
    status: only.status ?? report.status,
    diagnostic: only.diagnostic ?? report.diagnostic,
  }));
}

/** One per-recipient group (RFC 3464 section 2.3), or null for the group about the whole message. */
export function reportOfGroup(group: Header): DeliveryReport | null {
  const field = (name: string) => fieldValue(group, name)?.slice(0, 4000) ?? '';
  const original = recipientIn(field('original-recipient'));
  const recipient = original ?? recipientIn(field('final-recipient')) ?? recipientIn(field('x-actual-recipient'));
  const diagnostic = oneLine(field('diagnostic-code').replace(/^\s*[\w-]{1,40}\s*;/, ''));
  const stated = statusIn(field('status'));
  const action = actionIn(field('action'));
  if (!recipient && !stated && !action && diagnostic === null) return null;
  const told = statusIn(diagnostic ?? '');
  // x.0.0 says only "failed" or "delayed"; the server's own words often say more (RFC 3463 section 3.1).
  const status = stated && !(stated.endsWith('.0.0') && told?.startsWith(stated[0]!)) ? stated : (told ?? stated);
  return { recipient, action: action ?? actionOfStatus(status), status, diagnostic };
}

/** `rfc822; <a@b>` (RFC 3464 section 2.3.1), `utf-8; …` (RFC 6533), and addresses with no type before them. */
const recipientIn = (value: string): Address | null => addressesIn(value.replace(/^\s*[\w-]{1,40}\s*;/, ''))[0] ?? null;

export function addressesIn(text: string): Address[] {
  const words = text.slice(0, 4000).match(/[^\s<>()[\]",;:]{1,64}@[^\s<>()[\]",;:@]{1,253}/g) ?? [];
  return [...new Set(words.map(word => toAddress(word.replace(/[.'’]+$/, ''))).filter(address => address !== null))];
}

/** The class.subject.detail code of RFC 3463 section 2, not a part of an IP address or a version. */
export function statusIn(text: string): string | null {
  return /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/.exec(text.slice(0, 4000))?.[1] ?? null;
}

export function actionOfStatus(status: string | null): DeliveryAction | null {
  if (status === null) return null;
  return status.startsWith('5') ? 'failed' : status.startsWith('4') ? 'delayed' : 'delivered';
}

// RFC 3464 section 2.3.3, and what servers write in its place.
function actionIn(value: string): DeliveryAction | null {
  const word = /^[a-z]+/.exec(value.trim().toLowerCase())?.[0] ?? '';
  if (/^(?:failed|delayed|delivered|relayed|expanded)$/.test(word)) return word as DeliveryAction;
  if (/^(?:fail|expired|error|deny|denied|reject|bounce|undeliver)/.test(word)) return 'failed';
  if (/^(?:delay|defer|warning|transient)/.test(word)) return 'delayed';
  return null;
}

export function oneLine(text: string): string | null {
  const line = text.slice(0, 4000).replace(/\s+/g, ' ').trim().slice(0, 500);
  return line === '' ? null : line;
}

/** Reports copied into a sub-part stand twice; the same recipient with the same fate is one. */
function withoutRepeats(reports: readonly DeliveryReport[]): DeliveryReport[] {
  const seen = new Map<string, DeliveryReport>();
  for (const report of reports)
    seen.set(`${report.recipient} ${report.action}`, seen.get(`${report.recipient} ${report.action}`) ?? report);
  return [...seen.values()];
}
