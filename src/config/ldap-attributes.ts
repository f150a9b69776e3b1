import { z } from 'zod';

/** For each field of a directory entry, its LDAP attributes; the first one with a value is used. */
export type LdapAttributes = Readonly<Record<(typeof fields)[number], readonly string[]>>;

const fields = ['email', 'aliases', 'name', 'role', 'organisation', 'instances', 'locale'] as const;
// The attributes of Active Directory and of the common schemas of OpenLDAP and 389 Directory Server.
const usual: LdapAttributes = {
  email: ['mail'],
  aliases: ['proxyAddresses', 'mailAlternateAddress'],
  name: ['displayName', 'cn'],
  role: [],
  organisation: ['company', 'o'],
  instances: [],
  locale: ['preferredLanguage'],
};
// RFC 4512 section 1.4: an attribute's name, or its number.
const attributeName = /^(?:[a-z][a-z0-9-]*|\d+(?:\.\d+)+)$/i;

/** `instances=extensionAttribute1,organisation=department|company`: each named field replaces its default. */
export const ldapAttributes = z.string().transform((text, context): LdapAttributes => {
  const map: Record<string, readonly string[]> = { ...usual };
  for (const item of text.split(',').filter(each => each.trim() !== '')) {
    const [field = '', names, ...excess] = item.split('=').map(each => each.trim());
    const attributes = names?.split('|').filter(each => each !== '') ?? [];
    const isField = (fields as readonly string[]).includes(field);
    const named = names !== undefined && (attributes.length > 0 || field !== 'email');
    if (!isField || !named || excess.length > 0 || !attributes.every(each => attributeName.test(each))) {
      context.addIssue(`not field=attribute, with a field of ${fields.join(', ')}: ${item.trim()}`);
    }
    map[field] = attributes;
  }
  return map as LdapAttributes;
});
