// The machine-readable part of a report (RFC 3464, RFC 8098, RFC 5965): groups of fields.
import { type Header, parseHeader } from '../../mail/header.ts';
import type { Report } from '../../mail/report.ts';
import { storable } from '../text/clean.ts';

const maxGroups = 200;

/** The report in a part of this type, or null. */
export function readReport(type: string, body: Buffer): Report | null {
  const kind = kindOf(type);
  if (kind === null) return null;
  const blocks = storable(body.toString('latin1'))
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n/, maxGroups * 2);
  const groups = blocks
    .map(parseHeader)
    .filter((group: Header) => group.length > 0)
    .slice(0, maxGroups);
  return groups.length === 0 ? null : { kind, groups };
}

function kindOf(type: string): Report['kind'] | null {
  if (type.endsWith('delivery-status')) return 'delivery-status';
  if (type.endsWith('disposition-notification')) return 'disposition-notification';
  return type.endsWith('feedback-report') ? 'feedback-report' : null;
}
