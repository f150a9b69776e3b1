import type { StoredRole } from '../desk/person.ts';
import { toAddress } from '../mail/address.ts';
import type { PersonEntry } from './directory.ts';

/** An entry, or a file of entries, that cannot be read; its message is one line for an operator. */
export class BadEntry extends Error {}

/** Technical names, as people write a list of them. */
export const instancesIn = (text: string): string[] => text.split(/[\s,;]+/).filter(name => name !== '');

export type Given = { name?: string; instance?: string[]; org?: string; locale?: string; role?: StoredRole };

/** `@domain` or `*@domain` stands for a whole domain. Fields that are not given stay as they are in the directory. */
export function toEntry(written: string, given: Given, where = ''): PersonEntry {
  const email = written.replace(/^\*@/, '@');
  const whole = email.startsWith('@') ? toAddress(`anyone${email}`) : toAddress(email);
  if (!whole) throw new BadEntry(`${where}${email || 'nothing'} is not a mail address, nor @domain for a whole domain`);
  const { name, instance, org, locale, role } = given;
  return {
    email: email.startsWith('@') ? whole.slice('anyone'.length) : whole,
    ...(name === undefined ? {} : { name: inOneLine(name) }),
    ...(instance === undefined ? {} : { instances: instance.map(each => each.toLowerCase()) }),
    ...(org === undefined ? {} : { organisation: inOneLine(org) }),
    ...(locale === undefined ? {} : { locale }),
    ...(role === undefined ? {} : { role }),
  };
}

const maxLength = 250;

/** Cleaned, because it is shown in mail headers and on terminals. */
const inOneLine = (text: string): string =>
  text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, maxLength);
