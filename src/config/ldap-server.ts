import { z } from 'zod';
import { location } from './kinds.ts';
import { ldapAttributes } from './ldap-attributes.ts';

/** The settings of a directory that comes from LDAP. */
export const ldapServer = {
  LDAP_URL: location(/^ldaps?:\/\/[^/?#]+\/?(\?tls=off)?$/, 'ldap:// or ldaps:// and name a host, nothing else')
    .optional()
    .meta({ shown: 'unset: no LDAP' })
    .describe(
      'LDAP server or Active Directory that fills the directory: `ldaps://host`; `ldap://host` requires STARTTLS, and `ldap://host?tls=off` uses no TLS.',
    ),
  LDAP_CA_FILE: z
    .string()
    .optional()
    .meta({ shown: 'those that Node.js trusts' })
    .describe('PEM file with the CA certificates for the LDAP server; read again by each sync.'),
  LDAP_BIND_DN: z
    .string()
    .optional()
    .meta({ shown: 'unset: anonymous' })
    .describe(
      'User to bind as: a name such as `cn=postern,dc=example,dc=org`, or `postern@example.org` to Active Directory.',
    ),
  LDAP_BIND_PASSWORD: z
    .string()
    .optional()
    .meta({ secret: true, shown: 'unset' })
    .describe('The password to bind with.'),
  LDAP_BASE_DN: z
    .string()
    .optional()
    .meta({ shown: "the server's own" })
    .describe('DN of the entry below which people are searched.'),
  LDAP_FILTER: z
    .string()
    .regex(/^\(.*\)$/s, { message: 'must stand in parentheses' })
    .default('(|(&(objectCategory=person)(objectClass=user))(objectClass=inetOrgPerson))')
    .describe('Filter that finds people. Disabled accounts are always left out.'),
  LDAP_GROUP: z
    .string()
    .optional()
    .meta({ shown: 'all that the filter finds' })
    .describe('Name (DN) of the group whose members may open tickets; groups within it count.'),
  LDAP_AGENT_GROUP: z
    .string()
    .optional()
    .meta({ shown: 'unset' })
    .describe('Name (DN) of the group whose members are agents; groups within it count.'),
  LDAP_ATTRIBUTES: ldapAttributes
    .prefault('')
    .meta({
      shown:
        '`email=mail, aliases=proxyAddresses|mailAlternateAddress, name=displayName|cn, organisation=company|o, locale=preferredLanguage`',
    })
    .describe(
      'Attribute of each field, comma separated, as `instances=extensionAttribute1`; also `role`, with the value `agent` for agents. Other fields keep their defaults.',
    ),
  LDAP_SYNC_MINUTES: z.coerce
    .number()
    .int()
    .min(0)
    .max(44_640)
    .default(15)
    .describe('How often one of the workers syncs; 0: only by `postern admin sync`.'),
};
