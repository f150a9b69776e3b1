// Which address a provider vouches for.
import { type Address, toAddress } from '../mail/address.ts';

/** `trusts`: OIDC_TRUST_EMAIL. */
export type OidcSettings = Readonly<{ issuer: string; clientId: string; clientSecret: string | null; trusts: boolean }>;
export type Claims = Readonly<{ iss: string; sub: string } & Record<string, unknown>>;

/** Issuers of Entra ID for every tenant: there the mail claim is what the person wrote (nOAuth). */
const isForEveryTenant = (issuer: string): boolean =>
  /^https:\/\/(?:login\.microsoftonline\.com|sts\.windows\.net)\/(?:common|organizations|consumers|9188040d-6c67-4c5b-b112-36a304b66dad)(?:\/|$)/i.test(
    issuer,
  );

/** Null where nothing proves that the address is the person's. */
export function addressIn(claims: Claims, { issuer, trusts }: Pick<OidcSettings, 'issuer' | 'trusts'>): Address | null {
  const { email, email_verified: verified, xms_edov: ofDomainOwner } = claims;
  if (typeof email !== 'string') return null;
  // Entra ID says by `xms_edov` that the owner of the domain confirmed it.
  const isProven = verified === true || ofDomainOwner === true || ofDomainOwner === 1 || ofDomainOwner === '1';
  const isTrusted = trusts && verified !== false && !isForEveryTenant(issuer);
  return isProven || isTrusted ? toAddress(email) : null;
}
