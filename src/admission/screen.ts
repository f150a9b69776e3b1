// Screening decides on an envelope alone, for a relay that asks at RCPT: the relay can then refuse in its own
// session instead of sending a bounce.
//
// It refuses only what the envelope settles. Admission decides by the author in From, and From may differ
// from the reverse-path: forwarders, lists and bulk senders write their own. So a reverse-path is refused only
// if it looks like a person's mailbox and is unknown: its address and domain are not in the directory, it is on
// no thread, and no mail from it was taken before. All else is decided after DATA.
import type { Directory } from '../desk/person.ts';
import { type Address, domainOf, localPartOf, type ReversePath, toAddress } from '../mail/address.ts';
import type { Refusal } from '../mail/verdict.ts';
import { onceFor } from '../once.ts';
import { organisationOf } from './authenticity/alignment.ts';
import { type RouteSettings, routeOf } from './recipients.ts';

export type ScreeningPorts = Readonly<{
  directory: Directory;
  /** Whether this address is on a ticket, or was the reverse-path of mail that is on one. */
  isKnown(address: Address): Promise<boolean>;
}>;

/** Null where the envelope does not decide. Rejects where the database fails. */
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

/** The address, if it looks like a person's mailbox and is not in the directory; else null. */
function strangerIn(mailFrom: string, directory: Directory): Address | null {
  const address = toAddress(mailFrom);
  if (address === null || !isPersonal(localPartOf(address)) || directory.find(address)) return null;
  return isOfKnownDomain(address, directory.domains()) ? null : address;
}

/** The domain is one of the directory's, or of the same organisation, as bounce addresses often are. */
function isOfKnownDomain(address: Address, domains: ReadonlySet<string>): boolean {
  const domain = domainOf(address);
  if (domains.has(domain)) return true;
  const organisation = organisationOf(domain);
  return organisation !== null && organisationsOf(domains).has(organisation);
}

const organisationsOf = onceFor(
  (domains: ReadonlySet<string>): ReadonlySet<string | null> => new Set([...domains].map(organisationOf)),
);

// VERP, SRS, BATV and tags contain `=` or `+`; other automated return paths are long, numbered or named as such.
const ofMachines = /[=+]|\d{5}|bounce|return|srs|prvs|owner|list|request|admin|daemon|mailer|noreply|no-reply|sender/;
const maxPersonalLength = 32;

const isPersonal = (localPart: string): boolean => localPart.length <= maxPersonalLength && !ofMachines.test(localPart);
