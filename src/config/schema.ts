// Every setting there is, once. The table in README.md and .env.example are generated from it
// (document.ts); a test fails when they are stale. Nothing here reads the environment: main.ts does.
import { z } from 'zod';
import { localPartOf } from '../mail/address.ts';
import { maxSupportLocalPart } from '../tokens/reply-address.ts';
import { addresses, count, days, isDomain, list, location, networks, port, servers } from './kinds.ts';
import { ldapAttributes } from './ldap-attributes.ts';
import { newcomerLimits } from './newcomer-limits.ts';

/** Flat, by environment name. `.meta` carries the default as people read it, and marks secrets. */
export const Settings = z.strictObject({
  POSTERN_HOME: z.string().default('./var').describe('Everything that the embedded defaults keep on disk.'),
  DATABASE_URL: location(/^postgres(ql)?:\/\/./, 'postgres://')
    .optional()
    .meta({ secret: true, shown: 'embedded PostgreSQL in `$POSTERN_HOME/postgres`' })
    .describe('`postgres://user:password@host/database` (PostgreSQL 14 or newer).'),
  REDIS_URL: location(/^rediss?:\/\/[^,]+$/, 'redis:// or rediss:// and name one host')
    .optional()
    .meta({ secret: true, shown: 'unset: BullMQ runs on the PostgreSQL above' })
    .describe('`redis://` or `rediss://`: BullMQ runs there (`maxmemory-policy noeviction`).'),
  STORE_URL: location(/^file:./, 'file:')
    .optional()
    .meta({ shown: '`file:$POSTERN_HOME/store`' })
    .describe('Raw mail and attachments.'),
  SUPPORT_ADDRESS: addresses
    .refine(all => all.length > 0, { message: 'name at least one mail address' })
    .refine(all => all.every(own => localPartOf(own).length <= maxSupportLocalPart), {
      message: `at most ${maxSupportLocalPart} characters may stand before the @: reply addresses add ${64 - maxSupportLocalPart} more, and 64 are the most`,
    })
    .prefault('support@localhost')
    .meta({ shown: '`support@localhost`' })
    .describe('One or more mailboxes, comma separated; the first one writes our mail.'),
  SUPPORT_ALIASES: addresses
    .prefault('')
    .meta({ shown: 'none' })
    .describe('Other addresses that forward to us, comma separated; in To and Cc they count as ours.'),
  SMTP_HOST: z.string().default('127.0.0.1').describe('Address the SMTP listener binds.'),
  SMTP_PORT: port.default(2525).describe('Port of the SMTP listener; 0 picks a free one.'),
  SMTP_MAX_MESSAGE_BYTES: z.coerce
    .number()
    .int()
    .min(65_536)
    .max(1_073_741_824)
    .default(36_700_160)
    .describe('Announced with SIZE (RFC 1870) and enforced while the mail streams; 35 MiB carry 25 MB of files.'),
  SMTP_TLS_CERT: z
    .string()
    .optional()
    .meta({ shown: 'self-made, kept in `$POSTERN_HOME/certificate.pem`' })
    .describe('PEM file with the certificate for STARTTLS and its chain; read again whenever it changes.'),
  SMTP_TLS_KEY: z
    .string()
    .optional()
    .meta({ shown: '`SMTP_TLS_CERT`, when that file holds both' })
    .describe('PEM file with the key of that certificate.'),
  SMTP_MAX_CONNECTIONS: count.default(200).describe('Connections at once; the last tenth is for trusted relays.'),
  SMTP_MAX_CONNECTIONS_PER_PEER: count
    .default(20)
    .describe('Connections at once from one IPv4 address or IPv6 /64; four times as many from its /24 or /48.'),
  SMTP_CONNECTIONS_PER_MINUTE: count
    .default(600)
    .describe('Connections a minute from there, over all listeners. Trusted relays are not counted.'),
  SMTP_MAILS_PER_MINUTE: count
    .default(1_200)
    .describe('Mails a minute from there, over all listeners. Trusted relays are not counted.'),
  PROXY_FROM: networks
    .prefault('')
    .meta({ shown: 'none' })
    .describe('Balancers that say whose connection they pass on, by the PROXY protocol (version 1 or 2).'),
  POLICY_PORT: port
    .optional()
    .meta({ shown: 'unset: no policy server' })
    .describe(
      'Port where a Postfix in front asks whether to take a mail, by its policy delegation protocol (docs/postfix.md); 0 picks a free one. Only `TRUSTED_RELAYS` may ask.',
    ),
  POLICY_HOST: z.string().optional().meta({ shown: '`SMTP_HOST`' }).describe('Address that the policy server binds.'),
  HTTP_HOST: z.string().default('127.0.0.1').describe('Address that the pages are served on.'),
  HTTP_PORT: port.default(8025).describe('Port of the pages; 0 picks a free one.'),
  HTTP_MAX_CONNECTIONS: count.default(256).describe('Connections to the pages at once; the last tenth stays free.'),
  HTTP_MAX_CONNECTIONS_PER_PEER: count
    .default(64)
    .describe(
      'Connections to the pages at once from one address, four times as many from its network; at a limit, idle ones are closed for new ones. All readers behind a proxy share one address.',
    ),
  PUBLIC_URL: location(/^https?:\/\/[^/?#@]+[^?#@]*$/, 'https:// or http://, without a user, ? or #')
    .refine(url => URL.canParse(url), { message: 'no URL' })
    .optional()
    .meta({ shown: '`http://HTTP_HOST:HTTP_PORT`' })
    .describe('What links in our mail start with: where the pages are reached from outside.'),
  RELAY_URL: location(/^(file:.|smtps?:\/\/.)/, 'smtp://, smtps:// or file:')
    .optional()
    .meta({ secret: true, shown: '`file:$POSTERN_HOME/outbox`' })
    .describe('Where outgoing mail goes: `smtp://user:password@host:587`, `smtps://`, or `file:` for `.eml` files.'),
  DKIM_KEY: z
    .string()
    .optional()
    .meta({ shown: 'unset: the relay signs' })
    .describe('File of an RSA key in PEM: outgoing mail is signed with it. Needs `DKIM_SELECTOR`.'),
  DKIM_SELECTOR: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,63}$/)
    .optional()
    .meta({ shown: 'unset' })
    .describe('Where the public key stands: `<selector>._domainkey.<domain>`.'),
  DKIM_DOMAIN: z
    .hostname()
    .optional()
    .meta({ shown: 'the domain of `SUPPORT_ADDRESS`' })
    .describe('The domain that signs.'),
  TRUSTED_RELAYS: networks
    .prefault('127.0.0.0/8,::1')
    .meta({ shown: '`127.0.0.0/8,::1`' })
    .describe('Peers whose mail counts as authenticated: they check it before they pass it on. Empty: none.'),
  RELAY_REFUSALS: z
    .enum(['reject', 'keep'])
    .default('reject')
    .describe(
      'Mail of a trusted relay that is refused after DATA: `reject`, which makes the relay send a bounce, or `keep`: taken, disposition `refused`, no bounce.',
    ),
  REFUSED_DAYS: days.default(30).describe('How long mail that `RELAY_REFUSALS=keep` has taken is kept; 0: for ever.'),
  AUTHSERV_ID: z
    .string()
    .trim()
    .regex(/^[!-~]{1,250}$/, { message: 'must be a name as it stands in Authentication-Results, without blanks' })
    .optional()
    .meta({ shown: 'unset' })
    .describe(
      'Name in the `Authentication-Results` of the trusted relays: when set, their topmost one decides instead.',
    ),
  ARC_SEALERS: z
    .string()
    .transform(text => list(text.toLowerCase()))
    .refine(all => all.every(isDomain), { message: 'must be domains, comma separated' })
    .prefault('')
    .meta({ shown: 'none' })
    .describe(
      'Domains of mailing lists and forwarders whose ARC seal is believed where it says that DMARC passed for the author (RFC 8617).',
    ),
  UNAUTHENTICATED: z
    .enum(['hold', 'refuse'])
    .default('hold')
    .describe("What happens to directory members' mail that nothing authenticates."),
  DNS_SERVERS: servers
    .optional()
    .meta({ shown: "the system's" })
    .describe('Resolvers for SPF, DKIM and DMARC: `host:port`, comma separated.'),
  CLAMD_URL: location(/^(unix:\/.|tcp:\/\/[^/]+$)/, 'unix:/ or tcp:// and a host')
    .refine(url => url.startsWith('unix:') || URL.canParse(url), { message: 'no host and port' })
    .optional()
    .meta({ shown: 'unset: nothing is scanned' })
    .describe('`unix:/run/clamav/clamd.ctl` or `tcp://host:3310`: every mail and its files are scanned there.'),
  UNSCANNED: z
    .enum(['defer', 'keep'])
    .default('defer')
    .describe(
      'While clamd is away: `defer` answers 451, so that mail waits where it comes from; `keep` takes and marks it.',
    ),
  TEMPLATES_DIR: z
    .string()
    .optional()
    .meta({ shown: 'unset' })
    .describe('Templates that replace ours, file by file; checked at start.'),
  AGENT_NOTIFY: addresses
    .optional()
    .meta({ shown: 'all agents in the directory' })
    .describe('Agents who are told of every ticket, comma separated, beside whoever works on it. Empty: nobody else.'),
  FOLLOWERS: z
    .string()
    .transform(text => list(text.toLowerCase()))
    .refine(all => all.every(item => item === 'anyone' || item === 'directory' || isDomain(item)), {
      message: 'must be anyone, directory, or domains, comma separated',
    })
    .prefault('anyone')
    .meta({ shown: '`anyone`' })
    .describe(
      'Who follows a ticket by being copied in: `anyone`, `directory`, or domains, comma separated (beside the directory).',
    ),
  ...newcomerLimits,
  CLOSE_AFTER_DAYS: days
    .default(7)
    .describe('A ticket that has been resolved for so long is closed, and everyone is told; 0: never.'),
  FOLLOW_UP_AFTER_DAYS: days
    .default(14)
    .describe(
      'A reply to a ticket that has been closed for longer opens a new one that names it; before, it reopens it.',
    ),
  EARLY_REPLY_MINUTES: z.coerce
    .number()
    .min(0)
    .max(60)
    .default(2)
    .describe(
      'How long an answer of somebody in the directory to another of them waits for the mail that it answers, to join its ticket; then it opens one of its own.',
    ),
  HELD_DAYS: days
    .default(30)
    .describe(
      'Held mail that nobody has decided upon for so long is put aside as `ignored`, with the reason; 0: never.',
    ),
  // A refusal with it must fit into a line of SMTP.
  GUIDE_VIDEO_URL: location(/^https?:\/\/[!-~]{1,200}$/, 'https:// or http://, in ASCII, 200 characters at most')
    .optional()
    .meta({ shown: 'unset' })
    .describe('The step-by-step video that the guide, the answer to `help` and refusals point to.'),
  SECRET: z
    .string()
    .transform(list)
    .refine(keys => keys.length > 0, { message: 'name at least one key, or unset it' })
    .refine(keys => keys.every(key => key.length >= 16), { message: 'each key needs at least 16 characters' })
    .optional()
    .meta({ secret: true, shown: 'made once, kept in `$POSTERN_HOME/secret`' })
    .describe('Signs reply addresses and links; several, comma separated, newest first, to rotate.'),
  LDAP_URL: location(/^ldaps?:\/\/[^/?#]+\/?(\?tls=off)?$/, 'ldap:// or ldaps:// and name a host, nothing else')
    .optional()
    .meta({ shown: 'unset: the directory is kept here alone' })
    .describe(
      'LDAP server or Active Directory whose people may write: `ldaps://host`; `ldap://host` upgrades by STARTTLS or reads nothing, and `ldap://host?tls=off` speaks in clear.',
    ),
  LDAP_CA_FILE: z
    .string()
    .optional()
    .meta({ shown: 'those that Node.js trusts' })
    .describe('PEM file with the certificates that vouch for the LDAP server; read anew by each sync.'),
  LDAP_BIND_DN: z
    .string()
    .optional()
    .meta({ shown: 'unset: anonymous' })
    .describe(
      'Whom to bind as: a name such as `cn=postern,dc=example,dc=org`, or `postern@example.org` to Active Directory.',
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
    .describe('Below which entry people are looked for.'),
  LDAP_FILTER: z
    .string()
    .regex(/^\(.*\)$/s, { message: 'must stand in parentheses' })
    .default('(|(&(objectCategory=person)(objectClass=user))(objectClass=inetOrgPerson))')
    .describe('Who counts as a person. Accounts that are disabled never do.'),
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
      'Which attribute holds what, comma separated, as `instances=extensionAttribute1`; also `role`, with the value `agent` for agents. What is not named stays as it is.',
    ),
  LDAP_SYNC_MINUTES: z.coerce
    .number()
    .int()
    .min(0)
    .max(44_640)
    .default(15)
    .describe('How often a worker syncs, one of all machines each time; 0: only by `postern admin sync`.'),
  STOP_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3600)
    .default(30)
    .describe(
      'How long the end may take after SIGTERM, whatever hangs; what is not done then is done at the next start.',
    ),
  LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('What is written to stderr, as JSON lines: ids and verdicts, never contents.'),
});
export type Settings = Readonly<z.infer<typeof Settings>>;

/** Settings whose empty value means something of its own; elsewhere empty counts as unset. */
const meaningfulWhenEmpty: readonly string[] = ['TRUSTED_RELAYS', 'AGENT_NOTIFY'];

/** What the environment says of each setting, and nothing else. */
export function settingsIn(env: NodeJS.ProcessEnv): Record<string, string> {
  const named = Object.keys(Settings.shape).map((key): [string, string | undefined] => [key, env[key]]);
  return Object.fromEntries(
    named.filter(
      (entry): entry is [string, string] => !!entry[1] || (entry[1] === '' && meaningfulWhenEmpty.includes(entry[0])),
    ),
  );
}
