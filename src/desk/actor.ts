import type { Mailbox } from '../mail/address.ts';

/** The role of an actor on a ticket. `operator`: the command line without a name; `time`: Postern itself. */
export const standings = ['agent', 'requester', 'follower', 'operator', 'time'] as const;
export type Standing = (typeof standings)[number];

/** Where an act was ordered. */
export const doors = ['mail', 'cli', 'page', 'api', 'time'] as const;
export type Door = (typeof doors)[number];

export type Actor = Readonly<{
  as: Standing;
  /** Null for an operator who gave no name, and for time. */
  mailbox: Mailbox | null;
  via: Door;
  /** The mail that orders it. */
  mailId?: string;
}>;

/** Postern itself. */
export const time: Actor = { as: 'time', mailbox: null, via: 'time' };
