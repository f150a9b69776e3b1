// Who of those copied in follows the ticket. Pure.

import type { Feedback } from '../desk/feedback.ts';
import { type Address, domainOf, localPartOf, type Mailbox } from '../mail/address.ts';

export type FollowRules = Readonly<{
  /** `anyone`, `directory`, or domains (beside the directory): the organisation's, or else the setting. */
  followers: readonly string[];
  inDirectory(address: Address): boolean;
  /** Those who follow already, and those who left or are kept out. */
  known: ReadonlySet<Address>;
  /** How many follow. */
  following: number;
}>;

/** As many as Zendesk has: every mail of the thread goes to each of them. */
export const maxFollowers = 48;
const maxNamed = 10;

// RFC 2142 and what list servers and programs call themselves: nobody reads there, or everybody does.
const robot =
  /^(?:postmaster|mailer-?daemon|abuse|hostmaster|webmaster|listserv|majordomo|mailman|sympa|bounces?|no-?reply|do-?not-?reply|owner)(?:$|[-+=.])|[-.](?:request|owner|bounces?|subscribe|unsubscribe|help|noreply)$/;

export type LeftOut = Readonly<{ barred: readonly Mailbox[]; surplus: readonly Mailbox[] }>;

export function whoMayFollow(copied: readonly Mailbox[], rules: FollowRules): { follow: Mailbox[] } & LeftOut {
  const fresh = copied.filter(({ address }) => !rules.known.has(address) && !robot.test(localPartOf(address)));
  const allowed = fresh.filter(({ address }) => mayFollow(address, rules));
  const follow = allowed.slice(0, Math.max(0, maxFollowers - rules.following));
  const barred = fresh.filter(mailbox => !allowed.includes(mailbox));
  return { follow, barred, surplus: allowed.slice(follow.length) };
}

/** What there is to say of those who do not follow. */
export function linesAbout({ barred, surplus }: LeftOut): Feedback[] {
  const lines: Feedback[] = [];
  const names = barred.slice(0, maxNamed).map(({ address }) => address);
  if (names.length > 0) lines.push({ kind: 'may-not-follow', names: names.join(', ') });
  if (surplus.length > 0) lines.push({ kind: 'too-many-followers', left: surplus.length, most: maxFollowers });
  return lines;
}

const mayFollow = (address: Address, { followers, inDirectory }: FollowRules): boolean =>
  followers.includes('anyone') || inDirectory(address) || followers.includes(domainOf(address));
