import { BlockList, isIP } from 'node:net';

/** The host as in a URL: an IPv6 address in brackets. */
export const urlHost = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host);

/** IPv4 and IPv6 addresses and CIDR blocks; `malformed` are the texts that are neither. */
export function toNetworks(blocks: readonly string[]): { networks: BlockList; malformed: string[] } {
  const networks = new BlockList();
  const malformed = blocks.filter(block => !addBlock(networks, block.trim()));
  return { networks, malformed };
}

function addBlock(networks: BlockList, block: string): boolean {
  const [, address = '', prefix] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(block) ?? [];
  const version = isIP(address);
  const bits = version === 6 ? 128 : 32;
  const length = Number(prefix ?? bits);
  if (version === 0 || length > bits) return false;
  networks.addSubnet(address, length, version === 6 ? 'ipv6' : 'ipv4');
  return true;
}
