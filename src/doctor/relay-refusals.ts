import { relayRefusalsLately } from '../db/relay-refusals.ts';
import { counted } from '../log/one-line.ts';
import { countRefused } from '../tickets/refused.ts';
import type { DatabaseCheck } from './check.ts';

const of = (mails: number): string => `${counted(mails, 'mail')} of trusted relays`;

/** Mail of trusted relays that was refused after DATA. */
export const relayRefusals: DatabaseCheck = async (db, { RELAY_REFUSALS }) => {
  const kept = await countRefused(db);
  const refused = await relayRefusalsLately(db, new Date());
  const sum = (relayed: boolean) =>
    refused.filter(each => each.relayed === relayed).reduce((mails, each) => mails + each.mails, 0);
  const [relayed, direct] = [sum(true), sum(false)];
  const reject = RELAY_REFUSALS === 'reject';
  const lines = [
    kept > 0 ? `${kept} refused mails are kept: postern mail list shows them` : null,
    relayed > 0 ? `${of(relayed)} refused after DATA within 7 days, which made the relays send bounces` : null,
    // Without a Received field it was no relay that sent it, but a program on a trusted address.
    direct > 0 ? `${of(direct)} refused after DATA within 7 days that had not been relayed` : null,
  ].filter(line => line !== null);
  return {
    ok: !(reject && relayed > 0),
    finding: lines.join('; ') || 'no mail of a trusted relay was refused after DATA within 7 days',
    cure: 'let the relay ask POLICY_PORT before it takes a mail, and set RELAY_REFUSALS=keep (docs/postfix.md)',
  };
};
