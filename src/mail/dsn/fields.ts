// The fields of a delivery report, one recipient at a time (RFC 3464 section 2.3, RFC 3463).
import { type Address, toAddress } from '../address.ts';
import { fieldValue, type Header } from '../header.ts';

export type DeliveryAction = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
export type DeliveryReport = Readonly<{
  /** The original recipient where the report names it, else the final one. */
  recipient: Address | null;
  action: DeliveryAction | null;
  /** `5.1.1` (RFC 3463), or null. */
  status: string | null;
  /** The diagnostic text of the last mail system; one line, at most 500 characters. */
  diagnostic: string | null;
}>;

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
  // x.0.0 means only "failed" or "delayed"; the diagnostic text often has a better code (RFC 3463 section 3.1).
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

// The actions of RFC 3464 section 2.3.3, and the words that servers write instead.
function actionIn(value: string): DeliveryAction | null {
  const word = /^[a-z]+/.exec(value.trim().toLowerCase())?.[0] ?? '';
  if (/^(?:failed|delayed|delivered|relayed|expanded)$/.test(word)) return word as DeliveryAction;
  if (/^(?:fail|expired|error|deny|denied|reject|bounce|undeliver)/.test(word)) return 'failed';
  if (/^deliver/.test(word)) return 'delivered';
  if (/^(?:delay|defer|warning|transient)/.test(word)) return 'delayed';
  return null;
}

export function oneLine(text: string): string | null {
  const line = text.slice(0, 4000).replace(/\s+/g, ' ').trim().slice(0, 500);
  return line === '' ? null : line;
}
