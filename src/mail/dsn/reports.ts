// Delivery reports: which recipient's copy met which fate, told from a machine-readable part
// (RFC 3464) or, where a mail system writes none, from the words it writes (dsn-text.ts).
//
// What it reads is a claim of the sender: a caller matches it by the VERP address that
// the report came to, and never acts on a recipient that the outgoing mail did not have.
import type { Report } from '../report.ts';
import { addressesIn, type DeliveryReport, reportOfGroup } from './fields.ts';

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

/** Reports copied into a sub-part stand twice; the same recipient with the same fate is one. */
function withoutRepeats(reports: readonly DeliveryReport[]): DeliveryReport[] {
  const seen = new Map<string, DeliveryReport>();
  for (const report of reports)
    seen.set(`${report.recipient} ${report.action}`, seen.get(`${report.recipient} ${report.action}`) ?? report);
  return [...seen.values()];
}
