// Delivery reports: the delivery state of each recipient, read from a machine-readable part (RFC 3464)
// or, where there is none, from the text (text.ts).
//
// A report may be forged: callers match it by the VERP address that it came to, and ignore recipients
// that the outgoing mail did not have.
import type { Report } from '../report.ts';
import { addressesIn, type DeliveryReport, reportOfGroup, statusIn } from './fields.ts';

export type { DeliveryAction, DeliveryReport } from './fields.ts';

import { fieldValue, type Header, type HeaderField } from '../header.ts';
import { deliveryReportsInText } from './text.ts';

export type DsnFacts = Readonly<{ header: Header; text: string; report: Report | null }>;

const maxReports = 200;
const maxFields = 2000;

/** Empty for a mail that reports on no delivery. Never throws. */
export function deliveryReports({ header, text, report }: DsnFacts): DeliveryReport[] {
  const groups = report?.kind === 'delivery-status' ? report.groups.slice(0, maxReports) : [];
  const stated = withoutRepeats(
    groups
      .flatMap(perRecipient)
      .map(reportOfGroup)
      .filter(found => found !== null),
  );
  if (stated.some(({ recipient }) => recipient)) return stated.map(each => withStatusOf(each, text));
  const told = deliveryReportsInText(text, /\((?:delay|warning)|delayed|verzögert|retard/i.test(subjectOf(header)));
  const failed = addressesIn(fieldValue(header, 'x-failed-recipients') ?? '');
  // Exim and Gmail name the recipients in X-Failed-Recipients; the text has the reason.
  const named = failed.map(
    recipient => told.find(report => report.recipient === recipient) ?? { ...(told[0] ?? unexplained), recipient },
  );
  const others = told.length > 0 ? told : bareNames(text, fieldValue(header, 'from') ?? '');
  const best = named.length > 0 ? named : others;
  return best.length > 0 ? mergeStated(best, stated) : stated;
}

/** OpenSMTPD states 5.0.0 and writes the other server's status into the text. */
function withStatusOf(report: DeliveryReport, text: string): DeliveryReport {
  if (!report.status?.endsWith('.0.0')) return report;
  const told = deliveryReportsInText(text, false).find(({ recipient }) => recipient === report.recipient);
  return told?.status?.startsWith(report.status[0]!) ? { ...report, ...told, action: report.action } : report;
}

const fatal = /addresses? had (?:permanent|transient)[^\n]{0,60}\n((?:\s{0,4}<[^\s<>@]{1,64}>[^\n]{0,80}\n){1,50})/i;

/** AOL writes its own people's names without a domain. */
function bareNames(text: string, from: string): DeliveryReport[] {
  const domain = /@([\w.-]{3,200})/.exec(from.slice(0, 500))?.[1] ?? '';
  const block = fatal.exec(`${text.slice(0, 20_000)}\n`)?.[1] ?? '';
  const names = [...block.matchAll(/<([^\s<>@]{1,64})>/g)].map(([, name]) => `${name}@${domain}`);
  return names
    .flatMap(address => addressesIn(address))
    .map(recipient => ({ ...unexplained, recipient, status: statusIn(text.slice(0, 20_000)) }));
}

const unexplained: DeliveryReport = { recipient: null, action: 'failed', status: null, diagnostic: null };
const subjectOf = (header: Header): string => (fieldValue(header, 'subject') ?? '').slice(0, 300);

/** A group without a recipient applies to the only recipient that the text names. */
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

/** Some servers leave out the empty line between recipients (RFC 3464 section 2.1). */
function perRecipient(group: Header): Header[] {
  const groups: HeaderField[][] = [[]];
  for (const field of group.slice(0, maxFields)) {
    const last = groups.at(-1)!;
    const begins = field.name === 'final-recipient' || field.name === 'original-recipient';
    if (begins && last.some(({ name }) => name === field.name)) groups.push([field]);
    else last.push(field);
  }
  return groups;
}

/** Some mails contain the same report twice; equal recipients with equal states are merged. */
function withoutRepeats(reports: readonly DeliveryReport[]): DeliveryReport[] {
  const seen = new Map<string, DeliveryReport>();
  for (const report of reports)
    seen.set(`${report.recipient} ${report.action}`, seen.get(`${report.recipient} ${report.action}`) ?? report);
  return [...seen.values()];
}
