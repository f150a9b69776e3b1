// The PROXY protocol, versions 1 and 2: how a balancer says whose connection it passes on
// (haproxy.org, "The PROXY protocol", sections 2.1 and 2.2). Pure: bytes in, facts out.
import { isIP } from 'node:net';

export type ProxyHeader =
  /** The rest has not come yet. At most `maxProxyHeaderBytes` are read. */
  | Readonly<{ kind: 'incomplete' }>
  | Readonly<{ kind: 'malformed' }>
  /** A health check of the balancer, or a client that it does not know. */
  | Readonly<{ kind: 'unknown'; length: number }>
  | Readonly<{ kind: 'client'; length: number; ip: string; port: number }>;

const signature = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
const fixedBytes = signature.length + 4;
const maxLineBytes = 107; // Section 2.1.
// A header of version 2 with its optional fields; the protocol would allow 64 KB.
export const maxProxyHeaderBytes = 2_048;

const incomplete = { kind: 'incomplete' } as const;
const malformed = { kind: 'malformed' } as const;

export function readProxyHeader(bytes: Buffer): ProxyHeader {
  const start = bytes.subarray(0, signature.length);
  if (start.equals(signature.subarray(0, start.length))) return readVersion2(bytes);
  return readVersion1(bytes);
}

function readVersion1(bytes: Buffer): ProxyHeader {
  const text = bytes.toString('latin1', 0, maxLineBytes);
  if (!text.startsWith('PROXY '.slice(0, text.length))) return malformed;
  const end = text.indexOf('\r\n');
  if (end < 0) return bytes.length < maxLineBytes ? incomplete : malformed;
  const length = end + 2;
  const [, family, source = '', target = '', sourcePort = '', targetPort = '', ...rest] = text.slice(0, end).split(' ');
  if (family === 'UNKNOWN') return { kind: 'unknown', length };
  const version = family === 'TCP4' ? 4 : family === 'TCP6' ? 6 : null;
  const fits = isIP(source) === version && isIP(target) === version && isPort(sourcePort) && isPort(targetPort);
  if (!fits || rest.length > 0) return malformed;
  return { kind: 'client', length, ip: version === 6 ? unmapped(source) : source, port: Number(sourcePort) };
}

/** RFC 4291 section 2.5.5.2: `::ffff:102:304` and `::ffff:1.2.3.4` are the IPv4 address 1.2.3.4. */
function unmapped(ip: string): string {
  const plain = URL.canParse(`http://[${ip}]`) ? new URL(`http://[${ip}]`).hostname.slice(1, -1) : ip;
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(plain) ?? [];
  if (high === undefined || low === undefined) return ip;
  return [high, low]
    .map(group => Number.parseInt(group, 16))
    .flatMap(pair => [pair >> 8, pair & 255])
    .join('.');
}

const isPort = (text: string): boolean => /^(0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 65_535;

function readVersion2(bytes: Buffer): ProxyHeader {
  if (bytes.length < fixedBytes) return incomplete;
  const [versionAndCommand, familyAndProtocol] = [bytes[12]!, bytes[13]!];
  const length = fixedBytes + bytes.readUInt16BE(14);
  const command = versionAndCommand & 0x0f;
  if (versionAndCommand >> 4 !== 2 || command > 1 || length > maxProxyHeaderBytes) return malformed;
  if (bytes.length < length) return incomplete;
  if (command === 0) return { kind: 'unknown', length };
  const addresses = bytes.subarray(fixedBytes, length);
  switch (familyAndProtocol) {
    case 0x11:
      return addresses.length < 12
        ? malformed
        : { kind: 'client', length, ip: addresses.subarray(0, 4).join('.'), port: addresses.readUInt16BE(8) };
    case 0x21:
      return addresses.length < 36
        ? malformed
        : { kind: 'client', length, ip: ipv6(addresses.subarray(0, 16)), port: addresses.readUInt16BE(32) };
    default:
      return { kind: 'unknown', length }; // Unspecified, datagrams and local sockets have no client address.
  }
}

function ipv6(octets: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, at) => octets.readUInt16BE(2 * at).toString(16));
  const address = groups.join(':');
  const mapped = /^0:0:0:0:0:ffff:/.test(address);
  return mapped ? octets.subarray(12).join('.') : address;
}
