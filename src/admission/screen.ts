// Screening decides on an envelope alone, before the mail comes: for a relay that asks us at RCPT, so that
// it refuses in its own session what it would otherwise have to bounce.
//
// It refuses only what the envelope settles. Admission decides by the author in From, and From may differ
// from the reverse-path: forwarders, lists and bulk senders write their own. So a stranger's reverse-path is
// refused only if it looks like a person's mailbox and nothing connects it with us: not the directory, by
// address or by domain, not a thread, not mail that we took before. All else is left to DATA.
import type { Directory } from '../desk/person.ts';
import { type Address, domainOf, localPartOf, type ReversePath, toAddress } from '../mail/address.ts';
import type { Refusal } from '../mail/verdict.ts';
import { organisationOf } from './authenticity/alignment.ts';
import { type RouteSettings, routeOf } from './recipients.ts';

export type ScreeningPorts = Readonly<{
  directory: Directory;
  /** Whether this address is on a ticket, or was the reverse-path of mail that reached one. */
  isKnown(address: Address): Promise<boolean>;
}>;

/** Null: nothing settles it. Rejects where a question to the database fails. */
export async function screenEnvelope(
  { mailFrom, recipient }: Readonly<{ mailFrom: ReversePath; recipient: Address }>,
  settings: RouteSettings,
  { directory, isKnown }: ScreeningPorts,
): Promise<Refusal | null> {
  const route = routeOf(recipient, settings, new Date());
  // A relay may have other domains than ours.
  if (typeof route === 'string') return route === 'relaying-denied' ? null : route;
  if (route.kind === 'report' && mailFrom !== null) return 'reply-address-invalid';
  const stranger = route.kind === 'support' && mailFrom !== null ? strangerIn(mailFrom, directory) : null;
  return stranger === null || (await isKnown(stranger)) ? null : 'unknown-author';
}

/** The address, if it is a person's mailbox that the directory says nothing about; else null. */
function strangerIn(mailFrom: string, directory: Directory): Address | null {
  const address = toAddress(mailFrom);
  if (address === null || !isPersonal(localPartOf(address)) || directory.find(address)) return null;
  return isOfKnownDomain(address, directory.domains()) ? null : address;
}

/** A colleague of people in the directory, or a bounce address of their organisation. */
function isOfKnownDomain(address: Address, domains: ReadonlySet<string>): boolean {
  const domain = domainOf(address);
  if (domains.has(domain)) return true;
  const organisation = organisationOf(domain);
  return organisation !== null && organisationsOf(domains).has(organisation);
}

const organisationsKept = new WeakMap<ReadonlySet<string>, ReadonlySet<string | null>>();

function organisationsOf(domains: ReadonlySet<string>): ReadonlySet<string | null> {
  const kept = organisationsKept.get(domains) ?? new Set([...domains].map(organisationOf));
  organisationsKept.set(domains, kept);
  return kept;
}

// VERP, SRS, BATV and tags write `=` or `+`; other return paths of machines are long, numbered or say so.
const ofMachines = /[=+]|\d{5}|bounce|return|srs|prvs|owner|list|request|admin|daemon|mailer|noreply|no-reply|sender/;
const maxPersonalLength = 32;

const isPersonal = (localPart: string): boolean => localPart.length <= maxPersonalLength && !ofMachines.test(localPart);
