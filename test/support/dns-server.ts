// A DNS server of the tests' own: the zone is a Map that a test may change at any time.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type Answer, decode, encode, type RecordType } from 'dns-packet';

/** What stands at `TYPE name`; a word instead says how the server misbehaves there. */
export type Zone = Map<string, readonly (string | { preference: number; exchange: string })[] | 'SERVFAIL' | 'silent'>;
export type DnsServer = Readonly<{ address: string; zone: Zone; asked: string[]; close(): void }>;

const rcodes = { NXDOMAIN: 3, SERVFAIL: 2 };
const authoritative = 1 << 10;

export async function startDnsServer(): Promise<DnsServer> {
  const zone: Zone = new Map();
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (packet, { port, address }) => {
    const { id = 0, questions = [] } = decode(packet);
    const [question] = questions;
    const name = question?.name.toLowerCase() ?? '';
    const key = `${question?.type} ${name}`;
    asked.push(key);
    const found = zone.get(key);
    if (found === 'silent' || zone.get('ANY *') === 'silent') return;
    const exists = [...zone.keys()].some(each => each.endsWith(` ${name}`) || each.endsWith(`.${name}`));
    const failed = found === 'SERVFAIL' ? rcodes.SERVFAIL : exists ? 0 : rcodes.NXDOMAIN;
    const records = typeof found === 'object' ? found : [];
    const answers = records.map(data => answer(name, question?.type ?? 'TXT', data));
    const flags = authoritative | failed;
    socket.send(encode({ type: 'response', id, flags, questions, answers }), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `127.0.0.1:${socket.address().port}`, zone, asked, close: () => void socket.close() };
}

function answer(name: string, type: RecordType, data: unknown): Answer {
  // A TXT record is strings of at most 255 octets (RFC 1035 section 3.3).
  const strings = type === 'TXT' ? (String(data).match(/.{1,255}/gs) ?? ['']) : data;
  return { name, type, ttl: 60, data: strings } as Answer;
}
