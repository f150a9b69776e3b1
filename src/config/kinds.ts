// The types of the settings' values.
import { type BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { type Address, toAddress } from '../mail/address.ts';
import { toNetworks } from './networks.ts';

export const list = (text: string): string[] =>
  text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '');

export const addresses = z.string().transform((text, context): Address[] => {
  const parsed = list(text).map(item => toAddress(item) ?? context.addIssue(`not a mail address: ${item}`));
  return parsed.filter((item): item is Address => typeof item === 'string');
});

export const networks = z.string().transform((text, context): BlockList => {
  const { networks: named, malformed } = toNetworks(list(text));
  for (const item of malformed) context.addIssue(`not an IP address or CIDR block: ${item}`);
  return named;
});

/** `host` or `host:port`; an IPv6 address with a port in brackets. */
export const servers = z.string().transform((text, context): string[] => {
  const named = list(text);
  for (const item of named) if (!isServer(item)) context.addIssue(`neither host nor host:port: ${item}`);
  if (named.length === 0) context.addIssue('name at least one, or unset it');
  return named;
});

function isServer(text: string): boolean {
  if (isIP(text) !== 0) return true;
  const [, bracketed, name = '', digits = '53'] = /^(?:\[([^\]]*)\]|([^:]*))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const isHost = bracketed === undefined ? isIP(name) === 4 || isHostName(name) : isIP(bracketed) === 6;
  return isHost && Number(digits) > 0 && Number(digits) < 65_536;
}

/** Text of only digits and dots is a mistyped IP address. */
const isHostName = (text: string): boolean => isDomain(text) && !/^[\d.]+$/.test(text);

export const port = z.coerce.number().int().min(0).max(65535);
export const count = z.coerce.number().int().min(1).max(1_000_000);
export const days = z.coerce.number().min(0).max(3650);
/** A domain as after the @ of an address. */
export const isDomain = (text: string): boolean => toAddress(`x@${text}`) !== null;
export const location = (schemes: RegExp, wanted: string) =>
  z.string().refine(url => schemes.test(url), { message: `must start with ${wanted}` });
