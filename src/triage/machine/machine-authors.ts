// Local parts and display names of programs, with their weights (machine.ts).

import type { MachineClass } from './machine-class.ts';
import { sure } from './machine-fields.ts';

type AuthorRow = Readonly<{ pattern: RegExp; class: MachineClass | null; weight: number; reads: string }>;

/** Against the local part of From with `.`, `-`, `_` taken out; `postmaster` alone may well be a person. */
export const robotNames: readonly AuthorRow[] = [
  {
    pattern: /^mailer?daemon|^maildeliverys|^microsoftexchange[0-9a-f]{16}/,
    class: 'dsn',
    weight: sure,
    reads: 'a mail system',
  },
  { pattern: /^bounces?(?:$|[+=])|^mailerror$|^undeliver/, class: 'dsn', weight: sure, reads: 'a mail system' },
  // SMS gateways of carriers; unlike `postmaster` it is never a person's mailbox.
  { pattern: /^post_master$/, class: 'dsn', weight: sure, reads: 'a mail system' },
  { pattern: /postmaster$|^maildaemon$/, class: 'dsn', weight: 1, reads: 'a postmaster' },
  {
    pattern:
      /(?<!leo|ho)norepl(?:y|ies)|donot(?:reply|respond)|dontreply|^nepasre?pondre|nereponde?zpas|^noresponder|^noresponda|^nichtantworten|^keineantwort|^nonrisponde|^naorespond|^nietbeantwoorden|^nietantwoorden|^svarainte|^svarikke|^odpowiedznie|^neodpovidejte/,
    class: 'notification',
    weight: sure,
    reads: 'an address that takes no answer',
  },
  {
    pattern: /^auto(?:reply|responder|response|answer|mailer)|^vacation$/,
    class: 'auto-reply',
    weight: sure,
    reads: 'an automatic answer',
  },
  { pattern: /^fbl|^feedbackloop/, class: 'complaint', weight: 3, reads: 'a feedback loop' },
  { pattern: /^feedback$|^complaints?$|^abuse/, class: 'complaint', weight: 1, reads: 'an abuse desk' },
  { pattern: /dmarc/, class: 'notification', weight: 2, reads: 'a DMARC robot' },
  {
    pattern:
      /^(?:notifications?|notify|alerts?|system|sistema|systeme|mailgateway|jira|servicenow|robot|bot|cron|cronjob|root|daemon|nagios|icinga|zabbix|monitoring|wwwdata|nobody|notification|grafana|prometheus|alertmanager|icinga2|checkmk|centreon|veeam|backup|backups|gitlab|github|sentry|glpi|otrs|redmine|bugzilla|azuredevops|quarantine|postmasterquarantine|helpdeskbot|workflow|automation|automations)$/,
    class: 'notification',
    weight: 1,
    reads: 'a robot',
  },
  {
    pattern: /^(?:listserv|majordomo|mailman|sympa|ezmlm)|bounces$|request$|^owner./,
    class: 'list',
    weight: 1,
    reads: 'a list server',
  },
  { pattern: /.(?:admin|manager|administrator)$|^administrator$/, class: null, weight: 1, reads: 'an administrator' },
];

/** In the From field as it came, beside the address. */
export const robotTitles: readonly AuthorRow[] = [
  {
    pattern:
      /\bmail(?:er)?[ -]?(?:delivery?|daemon)\b|\bndr administrator\b|\bcontent-filter at\b|\bspam firewall\b|\binterscan\b|\bmdaemon at\b/i,
    class: 'dsn',
    weight: 2,
    reads: 'a mail system',
  },
  // A person in that office has this title, too.
  {
    pattern: /\b(?:mail|system) administrator\b|\bpostmaster\b|\bmail system\b/i,
    class: 'dsn',
    weight: 1,
    reads: 'a mail administrator',
  },
  { pattern: /\bstaff@hotmail\.com\b/i, class: 'complaint', weight: 2, reads: 'a feedback loop' },
  {
    pattern: /\b(?:fbl|feedback loop|antispam feedback|abuse report|dmarc aggregate)\b/i,
    class: 'complaint',
    weight: 2,
    reads: 'a feedback loop',
  },
];

/** Mail programs of people, in User-Agent or X-Mailer. They send no automatic mail. */
export const peoplesPrograms =
  /^(?:microsoft (?:office )?outlook|microsoft-macoutlook|outlook|apple mail|iphone mail|ipad mail|mozilla|thunderbird|betterbird|k-?9|fairemail|roundcube|evolution|kmail|mutt|neomutt|alpine|claws|the bat|zimbra|yahoomail|yahoomailwebservice|ymail|webmail|windows live|windows mail|mailmate|airmail|spark|postbox|em client|emclient|horizon|sogo|squirrelmail|horde|lotus notes|ibm notes|hcl notes|samsung|aquamail|bluemail|superhuman|mailbird|open-xchange|atmail|rainloop|snappymail|gnus|sylpheed|foxmail|coremail|novell groupwise|communigate)/i;
