import { BlockList } from 'node:net';
import { relayOf } from '../../src/admission/authenticity/trusted-relays.ts';
import { verifiableHeader } from '../../src/admission/authenticity/verifiable-header.ts';
import { readWords, type WordFacts } from '../../src/filing/reading/words.ts';
import type { Address } from '../../src/mail/address.ts';
import { authorOf } from '../../src/mail/author.ts';
import { deliveryReports } from '../../src/mail/dsn/reports.ts';
import { parseHeader } from '../../src/mail/header.ts';
import { hasStrayLine } from '../../src/mail/header-block.ts';
import { repeatedSingletons } from '../../src/mail/singletons.ts';
import type { KeepAttachment } from '../../src/parse/incoming-message.ts';
import { parseMessage } from '../../src/parse/parse.ts';
import { profileOf } from '../../src/triage/incident/likeness.ts';
import { languageOf } from '../../src/triage/language.ts';
import { inChunks } from '../parse/reading.ts';

/** The most that a listener takes (src/mail/header-block.ts); a longer header is refused unread. */
const maxHeader = 65_536;
const networks = new BlockList();
networks.addSubnet('127.0.0.0', 8);
const author = 'vera@clinic.test' as Address;
const facts: WordFacts = {
  mail: {
    id: 'm',
    receivedAt: '2024-01-01T10:00:00Z',
    via: 'smtp',
    envelope: { mailFrom: author, rcptTo: ['support@localhost' as Address] },
    author: { address: author, name: 'Vera' },
    peer: { ip: '127.0.0.1', heloName: null, tls: false },
    authentication: null,
    admitted: { hold: false, reasons: [] },
    size: 0,
  },
  author,
  instances: [],
  knownInstances: new Set(['tt_a']),
};

const measure: KeepAttachment = async bytes => {
  let size = 0;
  for await (const chunk of bytes) size += chunk.length;
  return { key: '', size, sha256: '' };
};

/** All that reads an author's text, on this thread: the listener's header checks, parse, triage, reports. */
export async function readWhole(raw: Buffer): Promise<void> {
  const end = raw.indexOf('\r\n\r\n');
  if (end < maxHeader) readHeader(raw.subarray(0, end + 2));
  const message = await parseMessage(inChunks(raw), measure);
  const { newText } = readWords(message, facts);
  profileOf({ subject: message.subject, text: newText.text, who: [message.authorName] });
  languageOf(newText.text);
  deliveryReports({ header: message.header, text: message.text, report: message.report });
}

function readHeader(bytes: Buffer): void {
  const header = parseHeader(bytes.toString('latin1'));
  authorOf(header);
  repeatedSingletons(header);
  hasStrayLine(bytes);
  verifiableHeader(bytes);
  relayOf({ ip: '127.0.0.1', mailFrom: null }, header, { networks, authservId: 'mx.clinic.test' });
}

/** CPU milliseconds of this thread: what else the machine does says nothing of the code. */
export async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
