// All settings. The table in docs/settings.md and .env.example are generated from them (document.ts); a test
// fails when they are stale. Only main.ts reads the environment.
import { z } from 'zod';
import { localPartOf } from '../mail/address.ts';
import { maxSupportLocalPart } from '../tokens/reply-address.ts';
import { healthSettings } from './health-settings.ts';
import { addresses, count, days, isDomain, list, location, networks, port, servers } from './kinds.ts';
import { ldapServer } from './ldap-server.ts';
import { limitSettings } from './limit-settings.ts';
import { newcomerLimits } from './newcomer-limits.ts';
import { oidc } from './oidc.ts';
import { outgoingMail } from './outgoing-mail.ts';
import { places } from './places.ts';
import { retention } from './retention.ts';

/** Flat, by environment name. `.meta` has the default as the documents show it, and marks secrets. */
export const Settings = z.strictObject({
  ...places,
  SUPPORT_ADDRESS: addresses
    .refine(all => all.length > 0, { message: 'name at least one mail address' })
    .refine(all => all.every(own => localPartOf(own).length <= maxSupportLocalPart), {
      message: `at most ${maxSupportLocalPart} characters may stand before the @: reply addresses add ${64 - maxSupportLocalPart} more, and 64 are the most`,
    })
    .prefault('support@localhost')
    .meta({ shown: '`support@localhost`' })
    .describe('One or more mailboxes, comma separated; the first one is the author of outgoing mail.'),
  SUPPORT_NAME: z
    .string()
    .trim()
    .max(100)
    .regex(/^[^\p{Cc}@]*$/u, { message: 'must be a name: one line, without @' })
    .optional()
    .meta({ shown: 'none' })
    .describe('Name of the desk in From of outgoing mail, such as `Acme Support`.'),
  DESK_LOCALE: z
    .enum(['en', 'it', 'es', 'pt', 'fr', 'de'])
    .default('en')
    .describe('Language of mail to agents, and to other people whose language is not known.'),
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
    .describe('Largest mail, announced with SIZE (RFC 1870); 35 MiB carry 25 MB of files.'),
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
    .describe('Connections a minute from one address or network, over all listeners. Trusted relays are not counted.'),
  SMTP_MAILS_PER_MINUTE: count
    .default(1_200)
    .describe('Mails a minute from one address or network, over all listeners. Trusted relays are not counted.'),
  PROXY_FROM: networks
    .prefault('')
    .meta({ shown: 'none' })
    .describe('Load balancers that send the client address by the PROXY protocol (version 1 or 2).'),
  POLICY_PORT: port
    .optional()
    .meta({ shown: 'unset: no policy server' })
    .describe(
      'Port of the policy server (Postfix policy delegation protocol), which a Postfix in front asks at RCPT (docs/postfix.md); 0 picks a free one. Only `TRUSTED_RELAYS` may ask.',
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
  ...healthSettings,
  PUBLIC_URL: location(/^https?:\/\/[^/?#@]+[^?#@]*$/, 'https:// or http://, without a user, ? or #')
    .refine(url => URL.canParse(url), { message: 'no URL' })
    .optional()
    .meta({ shown: '`http://HTTP_HOST:HTTP_PORT`' })
    .describe('Start of the links in outgoing mail: the URL of the pages as seen from outside.'),
  ...outgoingMail,
  TRUSTED_RELAYS: networks
    .prefault('127.0.0.0/8,::1')
    .meta({ shown: '`127.0.0.0/8,::1`' })
    .describe('Peers whose mail counts as authenticated: they check it before they pass it on. Empty: none.'),
  RELAY_REFUSALS: z
    .enum(['reject', 'keep'])
    .default('reject')
    .describe(
      'Refused mail of a trusted relay after DATA: `reject` answers 5xx, which makes the relay send a bounce; `keep` takes the mail with disposition `refused`, without a bounce.',
    ),
  REFUSED_DAYS: days.default(30).describe('How long refused mail of `RELAY_REFUSALS=keep` is kept; 0: for ever.'),
  ...retention,
  AUTHSERV_ID: z
    .string()
    .trim()
    .regex(/^[!-~]{1,250}$/, { message: 'must be the name in Authentication-Results, without blanks' })
    .optional()
    .meta({ shown: 'unset' })
    .describe(
      'authserv-id of the trusted relays: when set, their topmost `Authentication-Results` field decides instead.',
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
    .describe('What happens to unauthenticated mail whose author is in the directory.'),
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
      'While clamd does not answer: `defer` answers 451, so that the client tries again; `keep` takes and marks mail.',
    ),
  TEMPLATES_DIR: z
    .string()
    .optional()
    .meta({ shown: 'unset' })
    .describe('Templates that replace ours, file by file; checked at start.'),
  AGENT_NOTIFY: addresses
    .optional()
    .meta({ shown: 'all agents in the directory' })
    .describe(
      'Agents who get mail about every ticket, comma separated, beside its assignee. Empty: only the assignee.',
    ),
  FOLLOWERS: z
    .string()
    .transform(text => list(text.toLowerCase()))
    .refine(all => all.every(item => item === 'anyone' || item === 'directory' || isDomain(item)), {
      message: 'must be anyone, directory, or domains, comma separated',
    })
    .prefault('anyone')
    .meta({ shown: '`anyone`' })
    .describe(
      'Which people in Cc become followers: `anyone`, only those in the `directory`, or also those of the domains named.',
    ),
  ...newcomerLimits,
  CLOSE_AFTER_DAYS: days
    .default(7)
    .describe('After how many days a resolved ticket is closed, with mail to everyone on it; 0: never.'),
  FOLLOW_UP_AFTER_DAYS: days
    .default(14)
    .describe(
      'A reply to a closed ticket reopens it within these days; later it opens a new ticket that names the closed one.',
    ),
  EARLY_REPLY_MINUTES: z.coerce
    .number()
    .min(0)
    .max(60)
    .default(2)
    .describe(
      'How long a reply to a mail that has not arrived waits for that mail, between people of the directory; then it opens a ticket of its own.',
    ),
  HELD_DAYS: days
    .default(30)
    .describe('After how many days held mail without a decision becomes `ignored`, with the reason; 0: never.'),
  // A refusal that contains it must fit into an SMTP reply line.
  GUIDE_VIDEO_URL: location(/^https?:\/\/[!-~]{1,200}$/, 'https:// or http://, in ASCII, 200 characters at most')
    .optional()
    .meta({ shown: 'unset' })
    .describe('URL of a step-by-step video; the guide, the answer to `help` and refusals link to it.'),
  SECRET: z
    .string()
    .transform(list)
    .refine(keys => keys.length > 0, { message: 'name at least one key, or unset it' })
    .refine(keys => keys.every(key => key.length >= 16), { message: 'each key needs at least 16 characters' })
    .optional()
    .meta({ secret: true, shown: 'made once, kept in `$POSTERN_HOME/secret`' })
    .describe('Key that signs reply addresses and links; to rotate it, several keys, comma separated, newest first.'),
  ...oidc,
  ...ldapServer,
  ...limitSettings,
  STOP_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3600)
    .default(30)
    .describe('How long the gateway may take to stop after SIGTERM; unfinished work is done after the next start.'),
  LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('Level of the log on stderr, as JSON lines: ids and verdicts, never contents.'),
});
export type Settings = Readonly<z.infer<typeof Settings>>;

/** Settings for which an empty value has a meaning; for others it means unset. */
const meaningfulWhenEmpty: readonly string[] = ['TRUSTED_RELAYS', 'AGENT_NOTIFY'];

/** The settings that the environment has, and nothing else. */
export function settingsIn(env: NodeJS.ProcessEnv): Record<string, string> {
  const named = Object.keys(Settings.shape).map((key): [string, string | undefined] => [key, env[key]]);
  return Object.fromEntries(
    named.filter(
      (entry): entry is [string, string] => !!entry[1] || (entry[1] === '' && meaningfulWhenEmpty.includes(entry[0])),
    ),
  );
}
