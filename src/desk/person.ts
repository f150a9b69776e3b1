import type { Address, Mailbox } from '../mail/address.ts';

export const roles = ['admin', 'agent'] as const;
/** As the directory keeps them: an operator is an agent who also runs the desk. */
export const storedRoles = [...roles, 'operator'] as const;
export type StoredRole = (typeof storedRoles)[number];
export const sources = ['manual', 'csv', 'ldap'] as const;

/** The role as the directory keeps it. */
export const storedRoleOf = ({ role, isOperator }: Pick<Person, 'role' | 'isOperator'>): StoredRole =>
  isOperator ? 'operator' : role;

/** An entry of the directory. */
export type Person = Readonly<{
  /** An address, or `@domain` for everyone of that domain. Lower case. */
  email: string;
  name: string | null;
  role: (typeof roles)[number];
  /** Of an agent: changes the directory on pages, and sees settings and who did what. */
  isOperator?: boolean;
  organisation: string | null;
  instances: string[];
  locale: string | null;
  active: boolean;
  /** Where the entry came from: each source deactivates only its own. */
  source: (typeof sources)[number];
  /** Another address of the person whose entry has this email; null for the entry itself. */
  aliasOf: string | null;
  createdAt: Date;
  updatedAt: Date;
}>;

/** The directory in memory; no query is needed. */
export type Directory = Readonly<{
  /** The person's own entry, else that of the whole domain; null for unknown and for deactivated people. */
  find(address: Address): Person | null;
  /** Whether the person was in the directory, by address or whole domain, and no longer is. */
  isRemoved(address: Address): boolean;
  agents(): readonly Person[];
  /** Every instance that an entry names, in the order of the alphabet. */
  instances(): ReadonlySet<string>;
  /** The domains of all active entries; the same set until the directory changes. */
  domains(): ReadonlySet<string>;
}>;

export const mailboxOf = ({ email, name }: Pick<Person, 'email' | 'name'>): Mailbox => ({
  address: email as Address,
  name: name ?? '',
});
