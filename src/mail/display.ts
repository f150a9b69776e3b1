// How a person of a mail is shown to a person: always with the address, since anybody may call himself anything.
import { domainToUnicode } from 'node:url';
import { domainOf, type Mailbox } from './address.ts';
import { unseen } from './unseen.ts';

// Also as East Asian keyboards write it.
const atSign = /[@\ufe6b\uff20]/u;
const maxNameLength = 100;

export type Display = Readonly<{
  /** `Ada Lovelace <ada@corp.test>`, or the address alone. */
  text: string;
  /** What speaks against believing the name, in words; empty for nearly everybody. */
  doubts: readonly string[];
}>;

export function displayOf({ name, address }: Mailbox): Display {
  const plain = plainName(name);
  const unnamed = plain === '' || plain.toLowerCase() === address.toLowerCase();
  const namesAddress = !unnamed && atSign.test(plain);
  // In quotes, so that a name is not taken for the address behind it.
  const shown = namesAddress || /[<>"\\]/.test(plain) ? JSON.stringify(plain) : plain;
  return {
    text: unnamed ? address : `${shown} <${address}>`,
    doubts: [
      ...(namesAddress ? ['the name holds an address'] : []),
      ...(name.search(unseen) >= 0 ? ['the name held characters that hide or turn around what is read'] : []),
      ...(mixesScripts(domainOf(address)) ? [mixed] : []),
    ],
  };
}

function plainName(name: string): string {
  const line = name
    .slice(0, 10 * maxNameLength)
    .toWellFormed()
    .replace(unseen, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  const letters = [...line];
  return letters.length > maxNameLength ? `${letters.slice(0, maxNameLength - 1).join('')}…` : line;
}

export const mixed = 'the domain mixes scripts whose letters look alike';
const lookAlikes = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];
// No name in DNS is longer.
const maxDomainLength = 255;

/**
 * Whether one label holds letters of two scripts whose letters look alike (UTS #39 section 5.2). Labels are
 * looked at one by one: a Cyrillic name below `.com` is nothing odd, nor is Latin among Chinese or Japanese.
 */
export function mixesScripts(domain: string): boolean {
  const labels = domainToUnicode(domain.slice(0, maxDomainLength)).split('.');
  return labels.some(label => lookAlikes.filter(script => script.test(label)).length > 1);
}
