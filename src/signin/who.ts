import type { Database, Tx } from '../db/database.ts';
import type { Directory, Person } from '../desk/person.ts';
import { seesAll } from '../directory/organisations.ts';
import { type Address, domainOf } from '../mail/address.ts';
import { isOnAnyTicket } from '../tickets/on-any.ts';

/** Who looks at a page, asked anew at each request. */
export type Viewer = Readonly<{
  /** The first of the person's addresses. */
  email: Address;
  name: string;
  /** `guest`: outside the directory; sees the tickets that he follows. */
  role: Person['role'] | 'guest';
  isOperator?: boolean;
  organisation: string | null;
  /** Sees all tickets of the organisation. */
  seesOrganisation: boolean;
  /** False for a person who was removed from the directory and was let in to a ticket again. */
  ownsTickets: boolean;
  instances: readonly string[];
  /** The person's own language; null where the directory has none. */
  locale: string | null;
}>;

/** Null for an address that may not sign in: neither in the directory nor on a ticket. */
export async function viewerOf(db: Database | Tx, directory: Directory, address: Address): Promise<Viewer | null> {
  const found = directory.find(address);
  if (!found) return guestOf(db, directory, address);
  const email = (found.email.startsWith('@') ? address : (found.aliasOf ?? found.email)) as Address;
  const person = directory.find(email) ?? found;
  const { role, organisation, instances } = person;
  const isOfDomain = person.email === `@${domainOf(email)}`;
  return {
    email,
    name: isOfDomain ? '' : (person.name ?? ''),
    role,
    isOperator: person.isOperator === true,
    organisation,
    seesOrganisation: role === 'admin' && (await seesAll(db as Database, organisation)),
    ownsTickets: true,
    instances,
    locale: person.locale,
  };
}

async function guestOf(db: Database | Tx, directory: Directory, email: Address): Promise<Viewer | null> {
  const ownsTickets = !directory.isRemoved(email);
  const { follows, opened } = await isOnAnyTicket(db, email);
  if (!follows && !(opened && ownsTickets)) return null;
  const nothing = { organisation: null, seesOrganisation: false, instances: [], locale: null };
  return { email, name: '', role: 'guest', ownsTickets, ...nothing };
}
