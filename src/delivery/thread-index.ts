// Thread-Index, by which Outlook and Exchange keep a conversation together (MS-OXOMSG section 2.2.1.3).
//
// A header of 22 bytes identifies the conversation, a block of 5 bytes each message in it. All our mails
// of a ticket share one header and have one block each, ordered by date: that needs no record of which
// mail answers which, and a retry makes the same bytes.
import { createHash } from 'node:crypto';

const headerBytes = 22;
/** 100 ns ticks from 1601, where FILETIME starts, to 1970. */
const epochTicks = 116_444_736_000_000_000n;

/** The source of the ticket's header; `opening` is the Thread-Index of the mail that opened it. */
export type Conversation = Readonly<{ seed: string; openedAt: Date; opening: string | null }>;

/** The Thread-Index of one of our mails: the conversation's header and one block for the mail. */
export function threadIndex(conversation: Conversation, mail: Readonly<{ id: string; date: Date }>): string {
  const header = foreignHeader(conversation.opening) ?? ownHeader(conversation);
  return Buffer.concat([header, childBlock(startOf(header), mail)]).toString('base64');
}

/** Outlook's own header, so that the requester's mail and ours are one conversation there. */
function foreignHeader(value: string | null): Buffer | null {
  const bytes = Buffer.from((value ?? '').slice(0, 1000), 'base64');
  return bytes.length >= headerBytes && bytes[0] === 1 ? bytes.subarray(0, headerBytes) : null;
}

// A reserved byte, the five high bytes of the time, a GUID.
function ownHeader({ seed, openedAt }: Conversation): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(ticksOf(openedAt));
  const guid = createHash('sha256').update(seed).digest().subarray(0, 16);
  return Buffer.concat([Buffer.of(1), time.subarray(0, 5), guid]);
}

/** Older Outlooks use the reserved byte as the first byte of the time, which is 1 until the year 2057. */
function startOf(header: Buffer): bigint {
  const time = header[1] === 1 ? header.subarray(1, 6) : header.subarray(0, 6);
  return BigInt(`0x${time.toString('hex')}`) << BigInt(64 - time.length * 8);
}

/** 1 bit of scale, 31 bits of time since the header's, 4 random bits and a 4-bit counter that stays 0. */
function childBlock(start: bigint, { id, date }: Readonly<{ id: string; date: Date }>): Buffer {
  const since = ticksOf(date) > start ? ticksOf(date) - start : 0n;
  // Up to 1.7 years the low 18 bits are dropped, later the low 23.
  const near = since >> 49n === 0n;
  const delta = near ? since >> 18n : ((since >> 23n) & 0x7fff_ffffn) | 0x8000_0000n;
  const child = Buffer.alloc(5);
  child.writeUInt32BE(Number(delta));
  child[4] = createHash('sha256').update(id).digest()[0]! & 0xf0;
  return child;
}

const ticksOf = (date: Date): bigint => BigInt(date.getTime()) * 10_000n + epochTicks;
