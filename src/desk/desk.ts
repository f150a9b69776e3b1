import type { Address, Mailbox } from '../mail/address.ts';
import { type Locale, localeOf } from './locale.ts';
import { type Directory, mailboxOf } from './person.ts';
import type { Rules } from './rules.ts';

/** The settings and the directory of this support desk, as actions need them. */
export type Desk = Readonly<{
  directory: Directory;
  /** Our mailboxes; the first one writes our mail. */
  supports: readonly [Address, ...Address[]];
  /** The name in From; may be empty. */
  name: string;
  /** The language where a person's own is not known. */
  locale: Locale;
  /** Other addresses that forward to us: in To and Cc they count as ours. */
  aliases: readonly Address[];
  /** Signs and checks reply addresses, newest first. */
  keys: readonly string[];
  /** Who is told of new tickets; null: all agents in the directory. */
  agentNotify: readonly Address[] | null;
  rules: Rules;
}>;

/** The settings that make a desk, by their names in the environment. */
export type DeskSettings = Readonly<{
  SUPPORT_ADDRESS: readonly Address[];
  SUPPORT_NAME?: string | undefined;
  DESK_LOCALE?: Locale;
  SUPPORT_ALIASES?: readonly Address[] | undefined;
  SECRET: readonly string[];
  AGENT_NOTIFY?: readonly Address[] | undefined;
  FOLLOWERS: readonly string[];
  NEWCOMERS_PER_MAIL?: number;
  NEWCOMERS_PER_TICKET_DAY?: number;
  NEWCOMER_THREADS_PER_DAY?: number;
  NEWCOMERS_PER_DAY?: number;
  CLOSE_AFTER_DAYS: number;
  FOLLOW_UP_AFTER_DAYS: number;
  EARLY_REPLY_MINUTES: number;
  HELD_DAYS: number;
  GUIDE_VIDEO_URL?: string | undefined;
}>;

/** The settings schema guarantees at least one. */
export const supportsOf = ({
  SUPPORT_ADDRESS: [first, ...others],
}: Pick<DeskSettings, 'SUPPORT_ADDRESS'>): Desk['supports'] => [first!, ...others];

export function deskFor(config: DeskSettings, directory: Directory): Desk {
  return {
    directory,
    supports: supportsOf(config),
    name: config.SUPPORT_NAME ?? '',
    locale: config.DESK_LOCALE ?? 'en',
    aliases: config.SUPPORT_ALIASES ?? [],
    keys: config.SECRET,
    agentNotify: config.AGENT_NOTIFY ?? null,
    rules: {
      followers: config.FOLLOWERS,
      newcomers: {
        perMail: config.NEWCOMERS_PER_MAIL ?? 10,
        perTicketDay: config.NEWCOMERS_PER_TICKET_DAY ?? 20,
        threadsPerDay: config.NEWCOMER_THREADS_PER_DAY ?? 3,
        perDay: config.NEWCOMERS_PER_DAY ?? 200,
      },
      closeAfterDays: config.CLOSE_AFTER_DAYS || null,
      followUpAfterDays: config.FOLLOW_UP_AFTER_DAYS,
      earlyReplyMinutes: config.EARLY_REPLY_MINUTES,
      heldDays: config.HELD_DAYS || null,
      guideVideoUrl: config.GUIDE_VIDEO_URL ?? null,
    },
  };
}

/** The person's own language; without one agents get the desk's, others that of the conversation. */
export function localeFor(desk: Desk, address: Address, conversation: string = desk.locale): Locale {
  const person = desk.directory.find(address);
  return localeOf(person?.locale ?? (person?.role === 'agent' ? desk.locale : conversation), desk.locale);
}

/** The agents who are told of new tickets, named where the directory has a name. */
export function agentsTold({ directory, agentNotify }: Desk): Mailbox[] {
  if (agentNotify === null) return directory.agents().map(mailboxOf);
  return agentNotify
    .filter(address => !directory.isRemoved(address))
    .map(address => ({ address, name: directory.find(address)?.name ?? '' }));
}

export const isOurs = (desk: Desk, address: Address): boolean =>
  desk.supports.some(
    own =>
      own === address || (address.startsWith(`${own.split('@')[0]}+`) && address.endsWith(`@${own.split('@')[1]}`)),
  );

/** Ours, or an address that forwards to us. */
export const countsAsOurs = (desk: Desk, address: Address): boolean =>
  isOurs(desk, address) || desk.aliases.includes(address);
