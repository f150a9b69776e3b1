import type { Actor } from '../desk/actor.ts';
import type { Desk } from '../desk/desk.ts';
import { toAddress } from '../mail/address.ts';
import { Refused } from './output.ts';

/** Who acts by `--as`: an agent of the directory. Without a name it is the operator who has the shell. */
export function actorFor(desk: Desk, as: string | undefined): Actor {
  if (as === undefined) return { as: 'operator', mailbox: null, via: 'cli' };
  const address = toAddress(as);
  const person = address && desk.directory.find(address);
  if (!address || person?.role !== 'agent') {
    throw new Refused(`${as} is not an agent: postern admin add ${as} --role agent makes one`);
  }
  return { as: 'agent', mailbox: { address, name: person.name ?? '' }, via: 'cli' };
}
