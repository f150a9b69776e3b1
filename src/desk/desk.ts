import type { Config } from '../config/load.ts';
import type { Directory, Person } from '../directory/directory.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import type { Locale } from './notice.ts';

/** What filing needs to know of this support desk. */
export type Desk = Readonly<{
  directory: Directory;
  /** Our mailboxes; the first one writes our mail. */
  supports: readonly [Address, ...Address[]];
  /** Signs and checks reply addresses, newest first. */
  keys: readonly string[];
  /** Who is told of new tickets; null: all agents in the directory. */
  agentNotify: readonly Address[] | null;
  rules: Rules;
}>;

export type Rules = Readonly<{
  /** Who may follow: `anyone`, `directory`, or domains. */
  followers: readonly string[];
  /** Null: never. */
  closeAfterDays: number | null;
  followUpAfterDays: number;
  earlyReplyMinutes: number;
  /** Null: never. */
  heldDays: number | null;
  guideVideoUrl: string | null;
}>;

export type DeskSettings = Pick<
  Config,
  | 'SUPPORT_ADDRESS'
  | 'SECRET'
  | 'AGENT_NOTIFY'
  | 'FOLLOWERS'
  | 'CLOSE_AFTER_DAYS'
  | 'FOLLOW_UP_AFTER_DAYS'
  | 'EARLY_REPLY_MINUTES'
  | 'HELD_DAYS'
  | 'GUIDE_VIDEO_URL'
>;

/** The schema sees to it that there is one. */
export const supportsOf = ({
  SUPPORT_ADDRESS: [first, ...others],
}: Pick<Config, 'SUPPORT_ADDRESS'>): Desk['supports'] => [first!, ...others];

export function deskFor(config: DeskSettings, directory: Directory): Desk {
  return {
    directory,
    supports: supportsOf(config),
    keys: config.SECRET,
    agentNotify: config.AGENT_NOTIFY ?? null,
    rules: {
      followers: config.FOLLOWERS,
      closeAfterDays: config.CLOSE_AFTER_DAYS || null,
      followUpAfterDays: config.FOLLOW_UP_AFTER_DAYS,
      earlyReplyMinutes: config.EARLY_REPLY_MINUTES,
      heldDays: config.HELD_DAYS || null,
      guideVideoUrl: config.GUIDE_VIDEO_URL ?? null,
    },
  };
}

const locales: readonly Locale[] = ['en', 'it', 'es', 'pt', 'fr', 'de'];

/** The template language for `it`, `it-CH` or `it_IT`; English for all that we have no words in. */
export const localeOf = (text: string | null | undefined): Locale =>
  locales.find(locale => text?.toLowerCase().split(/[-_]/)[0] === locale) ?? 'en';

export const localeFor = (desk: Desk, address: Address, otherwise: string): Locale =>
  localeOf(desk.directory.find(address)?.locale ?? otherwise);

/** The agents who are told, by name where the directory has one. */
export function agentsTold({ directory, agentNotify }: Desk): Mailbox[] {
  if (agentNotify === null) return directory.agents().map(mailboxOf);
  return agentNotify.map(address => ({ address, name: directory.find(address)?.name ?? '' }));
}

const mailboxOf = ({ email, name }: Person): Mailbox => ({ address: email as Address, name: name ?? '' });

export const isOurs = (desk: Desk, address: Address): boolean =>
  desk.supports.some(
    own =>
      own === address || (address.startsWith(`${own.split('@')[0]}+`) && address.endsWith(`@${own.split('@')[1]}`)),
  );
