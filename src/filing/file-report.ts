// Files a report of a mail system about one mail of ours, sent to the return path of that mail (RFC 5321
// section 4.5.5). The address tells which mail is meant; the report's text is not trusted for that.
import { noteUnreachable } from '../actions/unreachable.ts';
import { routeOf } from '../admission/recipients.ts';
import type { Tx } from '../db/database.ts';
import { type Desk, isOurs } from '../desk/desk.ts';
import type { Address } from '../mail/address.ts';
import { type DeliveryReport, deliveryReports } from '../mail/dsn/reports.ts';
import type { ReportedDelivery } from '../mail/report.ts';
import { lockOutboxRow, type OutboxRow, updateOutboxRow } from '../outbox/rows.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';
import { addEntry } from '../tickets/write.ts';
import { machineEntryOf } from './entry-of.ts';
import { type FilingResult, withoutLetters } from './filed.ts';
import type { MailFacts } from './read-mail.ts';
import type { ReadMail } from './reading/reader.ts';
import { waitsAsRobot } from './robots.ts';

export async function fileReport(
  tx: Tx,
  facts: MailFacts,
  { outboxId, desk }: { outboxId: string; desk: Desk },
): Promise<FilingResult> {
  const { message, classification } = facts;
  const row = await lockOutboxRow(tx, outboxId);
  if (!row) {
    return withoutLetters({ disposition: 'ignored', reasons: ['about a mail that is not known here'] });
  }
  const about = { ticketNumber: row.ticketNumber, reasons: [`about the mail ${row.id} to ${row.recipientEmail}`] };
  const fate = fateOf(row, deliveryReports(message));
  if (classification.class !== 'dsn' && !message.report) {
    const waits = await waitsAsRobot(tx, null, facts);
    if (waits) return withoutLetters({ disposition: 'held', reasons: [waits] });
    // Absence notices have the null reverse-path, too (RFC 3834 section 3.3).
    if (row.ticketNumber !== null) await addEntry(tx, row.ticketNumber, machineEntryOf(facts));
    return withoutLetters({ disposition: 'dsn', ...about });
  }
  if (fate?.action !== 'failed' || row.state === 'undeliverable') {
    const reasons = [...about.reasons, fate ? `${fate.action ?? 'no action'} ${fate.status ?? ''}`.trim() : 'no fate'];
    return withoutLetters({ disposition: 'dsn', ...about, reasons });
  }
  const why = [fate.status, fate.diagnostic].filter(Boolean).join(' ') || 'reported undeliverable';
  await updateOutboxRow(tx, row.id, { state: 'undeliverable', enhancedStatus: fate.status, lastReply: why });
  const outboxIds = await noteUnreachable(tx, row, { why, desk });
  return { conclusion: { disposition: 'dsn', ...about, reasons: [...about.reasons, `failed: ${why}`] }, outboxIds };
}

type Read = ReadMail & Readonly<{ mail: SpooledMail }>;

/** What a report says of each recipient, whichever of our addresses it came to. We are no recipient of our own mail. */
export function reportedBy({ mail, message, words }: Read, desk: Desk): ReportedDelivery[] {
  const isReport =
    message.report?.kind === 'delivery-status' ||
    words?.classification.class === 'dsn' ||
    mail.envelope.rcptTo.some(recipient => isReturnPath(recipient, desk));
  if (!isReport || (words?.classification.class === 'person' && mail.envelope.mailFrom !== null)) return [];
  return deliveryReports(message).flatMap(({ recipient, action, status }) =>
    recipient === null || isOurs(desk, recipient) ? [] : [{ address: recipient, action, status }],
  );
}

const isReturnPath = (recipient: Address, desk: Desk): boolean => {
  const route = routeOf(recipient, desk, new Date());
  return typeof route === 'object' && route.kind === 'report';
};

/** The mail had one recipient. Another address in the report is one to which that recipient forwards. */
function fateOf(row: OutboxRow, reports: readonly DeliveryReport[]): DeliveryReport | undefined {
  const own = reports.filter(({ recipient }) => recipient === row.recipientEmail);
  const said = own.length > 0 ? own : reports;
  return said.find(({ action }) => action === 'failed') ?? said[0];
}
