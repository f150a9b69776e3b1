import { BlockList, isIP } from 'node:net';

/** As a host stands in a URL: an IPv6 address in brackets. */
export const urlHost = (host: string): string => (isIP(host) === 6 ? `[${host}]` : host);

/** Addresses and CIDR blocks, IPv4 and IPv6; names what is neither. */
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
