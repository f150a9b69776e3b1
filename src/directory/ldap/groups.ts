import { escapeFilter } from 'ldapts';
import { normalDn } from './distinguished-name.ts';
import { type LdapEntry, LdapProblem, type LdapReader } from './reader.ts';
import type { LdapSettings } from './settings.ts';

/** LDAP_MATCHING_RULE_IN_CHAIN: the server itself follows groups within groups. */
const inChain = '1.2.840.113556.1.4.1941';
const memberAttributes = ['member', 'uniqueMember', 'memberUid'];
// More groups than real trees of groups have.
const maxGroups = 10_000;

/** The normal names of those among `people` who are in the group, or in a group within it. */
export async function membersOf(
  reader: LdapReader,
  group: string,
  { people, filter }: Readonly<{ people: readonly LdapEntry[] } & Pick<LdapSettings, 'filter'>>,
): Promise<ReadonlySet<string>> {
  // Read by itself first: without it a misspelt group looks like one without members.
  const root = await reader.read(group, memberAttributes);
  if (root === null) throw new LdapProblem(`there is no group ${group}`);
  if (!reader.nestsGroups) return membersByLookingUp(reader, root, people);
  const found = await reader.search(nestedFilter(filter, group), ['1.1']);
  return new Set(found.map(({ dn }) => normalDn(dn)));
}

export const nestedFilter = (filter: string, group: string): string =>
  `(&${filter}(memberOf:${inChain}:=${escapeFilter`${group}`}))`;

/** Visits each group once, so that groups that contain each other do not loop. */
async function membersByLookingUp(reader: LdapReader, root: LdapEntry, people: readonly LdapEntry[]) {
  const known = new Set(people.map(({ dn }) => normalDn(dn)));
  const byUid = new Map(people.flatMap(person => person.values('uid').map(uid => [uid.toLowerCase(), person.dn])));
  const members = new Set<string>();
  const seen = new Set([normalDn(root.dn)]);
  for (const groups = [root]; groups.length > 0; ) {
    const group = groups.pop()!;
    const named = ['member', 'uniqueMember'].flatMap(attribute => group.values(attribute));
    const posix = group.values('memberUid').flatMap(uid => byUid.get(uid.toLowerCase()) ?? []);
    for (const dn of [...named, ...posix]) {
      const normal = normalDn(dn);
      if (seen.has(normal)) continue;
      seen.add(normal);
      if (known.has(normal)) members.add(normal);
      else groups.push(...[await reader.read(dn, memberAttributes)].filter(each => each !== null));
      if (groups.length > maxGroups) throw new LdapProblem(`${root.dn} holds more than ${maxGroups} groups`);
    }
  }
  return members;
}
