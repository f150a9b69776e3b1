// Return paths: `support+b.<outbox id>.<mac>@…`, one for each mail that goes out (VERP), so that what
// is reported about it names its outbox row, whatever the report's own text claims.
//
// They can be checked without a database. Only machines write to one, with a null reverse-path.
import { type Address, domainOf, localPartOf } from '../mail/address.ts';
import { mac, sameMac } from './mac.ts';

export type ReturnPath = Readonly<{ kind: 'none' | 'altered' }> | Readonly<{ kind: 'valid'; outboxId: string }>;

const shape = /^([0-9a-z]{26})\.([a-z2-7]{12})$/;

/**
 * 60 bits are fewer than a reply address has, and leave its length to the support mailbox (RFC 5321
 * section 4.5.3.1.1). A guessed one can only claim that a mail did not arrive.
 */
export function signReturnPath(support: Address, outboxId: string, key: string): Address {
  return `${localPartOf(support)}+b.${outboxId}.${macOf(outboxId, key)}@${domainOf(support)}` as Address;
}

/** `keys` newest first. `none`: not of this kind at all. */
export function readReturnPath(
  address: Address,
  settings: Readonly<{ supports: readonly Address[]; keys: readonly string[] }>,
): ReturnPath {
  const support = settings.supports.find(
    own => domainOf(own) === domainOf(address) && localPartOf(address).startsWith(`${localPartOf(own)}+b.`),
  );
  if (!support) return { kind: 'none' };
  const [, outboxId, proof] = shape.exec(localPartOf(address).slice(`${localPartOf(support)}+b.`.length)) ?? [];
  // A reply address of ticket 11 begins with `b.`, too: its number is written to the base 36.
  if (!outboxId || !proof) return { kind: 'none' };
  const known = settings.keys.some(key => sameMac(macOf(outboxId, key), proof));
  return known ? { kind: 'valid', outboxId } : { kind: 'altered' };
}

const macOf = (outboxId: string, key: string): string => mac(`return-path ${outboxId}`, key, 12);
