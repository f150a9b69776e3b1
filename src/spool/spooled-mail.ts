import type { Mailbox } from '../mail/address.ts';
import type { Via } from '../mail/arrival.ts';
import type { Authentication } from '../mail/authentication.ts';
import type { Envelope } from '../mail/envelope.ts';
import type { Refusal } from '../mail/verdict.ts';

/** What the listener knows of a mail and its bytes do not say. Kept behind the bytes, as JSON. */
export type SpooledMail = Readonly<{
  id: string;
  receivedAt: string;
  via: Via;
  envelope: Envelope;
  /** The author in From, as admission read it; null where admission did not need it. */
  author: Mailbox | null;
  /** The client of the connection. */
  peer: Readonly<{ ip: string; heloName: string | null; tls: boolean }>;
  authentication: Authentication | null;
  /** Words for an operator: why it was taken, and why it has to wait where it has to. */
  admitted: Readonly<{
    hold: boolean;
    reasons: readonly string[];
    released?: boolean;
    /** Refused, and kept only so that the relay sends no bounce. `answerable`: its author is authenticated. */
    refused?: Readonly<{ refusal: Refusal; answerable: boolean }>;
    /** Held only until the thread that it answers is known. */
    awaitsThread?: boolean;
    /** Its author, an agent, has said that it is to be sent as it is. */
    confirmed?: boolean;
    /** It was held for the thread that it answers, whether or not that has come. */
    hasWaited?: boolean;
    /** The header fields that are the author's for sure; missing means all of them. */
    coveredFields?: readonly string[];
  }>;
  /** Bytes of the mail as received, without this description. */
  size: number;
}>;

/** Reads the description of a spooled mail; that of release 0.1 names two of the fields otherwise. */
export function spooledMailFrom(json: string): SpooledMail {
  const { admitted, ...mail } = JSON.parse(json);
  const { forThread, vouched, ...fields } = admitted;
  return {
    via: 'smtp',
    ...mail,
    admitted: {
      ...(forThread ? { awaitsThread: forThread } : {}),
      ...(vouched ? { coveredFields: vouched } : {}),
      ...fields,
    },
  };
}
