import type { LdapAttributes } from '../../config/ldap-attributes.ts';
import type { Config } from '../../config/load.ts';

export type LdapSettings = Readonly<{
  /** `ldaps://`, or `ldap://`, which is upgraded by STARTTLS unless it ends in `?tls=off`. */
  url: string;
  caFile: string | null;
  bindDn: string | null;
  password: string | null;
  /** Null: the server's own base DN. */
  baseDn: string | null;
  filter: string;
  /** The group whose members may open tickets; null: everyone whom the filter finds. */
  group: string | null;
  agentGroup: string | null;
  attributes: LdapAttributes;
}>;

/** Null where no LDAP server is set. */
export function ldapSettings(config: Config): LdapSettings | null {
  if (!config.LDAP_URL) return null;
  return {
    url: config.LDAP_URL,
    caFile: config.LDAP_CA_FILE ?? null,
    bindDn: config.LDAP_BIND_DN ?? null,
    password: config.LDAP_BIND_PASSWORD ?? null,
    baseDn: config.LDAP_BASE_DN ?? null,
    filter: config.LDAP_FILTER,
    group: config.LDAP_GROUP ?? null,
    agentGroup: config.LDAP_AGENT_GROUP ?? null,
    attributes: config.LDAP_ATTRIBUTES,
  };
}
