import { numberOf } from '../desk/ticket.ts';
import { Refused } from './output.ts';

export function parseKey(key: string): number {
  const ticketNumber = numberOf(key);
  if (ticketNumber === null) throw new Refused(`${key} is no ticket key: they look like PT-42`);
  return ticketNumber;
}
