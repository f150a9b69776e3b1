// How a mailbox is shown to a reader: always with the address, because any author can write any name.
import { domainToUnicode } from 'node:url';
import { domainOf, type Mailbox } from './address.ts';
import { unseen } from './unseen.ts';

// With the full-width form of East Asian keyboards.
const atSign = /[@\ufe6b\uff20]/u;
const maxNameLength = 100;

export type Display = Readonly<{
  /** `Ada Lovelace <ada@corp.test>`, or the address alone. */
  text: string;
  /** Reasons to distrust the name, in words; mostly empty. */
  doubts: readonly string[];
}>;

export function displayOf({ name, address }: Mailbox): Display {
  const plain = plainName(name);
  const unnamed = plain === '' || plain.toLowerCase() === address.toLowerCase();
  const namesAddress = !unnamed && atSign.test(plain);
  // Quoted, so that a name is not taken for the address after it.
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
// The longest name in DNS.
const maxDomainLength = 255;

/**
 * Whether one label mixes two scripts with look-alike letters (UTS #39 section 5.2). Labels are checked one by
 * one: a Cyrillic label below `.com` is normal, and so is Latin among Chinese or Japanese.
 */
export function mixesScripts(domain: string): boolean {
  const labels = domainToUnicode(domain.slice(0, maxDomainLength)).split('.');
  return labels.some(label => lookAlikes.filter(script => script.test(label)).length > 1);
}
