// Composes the policy server: smtp speaks the protocol, admission screens, tickets know the people of a thread.
import { screenEnvelope } from '../admission/screen.ts';
import { inTime } from '../db/in-time.ts';
import { supportsOf } from '../desk/desk.ts';
import { type PolicyServer, startPolicyServer } from '../smtp/policy/server.ts';
import { isKnownAddress } from '../tickets/known-address.ts';
import type { Ground } from './ground.ts';

/** Null where POLICY_PORT is unset. */
export async function startPolicy({ config, log, database, directory }: Ground): Promise<PolicyServer | null> {
  if (config.POLICY_PORT === undefined) return null;
  const supports = supportsOf(config);
  const isKnown: Parameters<typeof screenEnvelope>[2]['isKnown'] = address =>
    inTime(isKnownAddress(database.db, address));
  return startPolicyServer(
    {
      screen: envelope => screenEnvelope(envelope, { supports, keys: config.SECRET }, { directory, isKnown }),
      supports,
      maxMessageBytes: config.SMTP_MAX_MESSAGE_BYTES,
      guideUrl: config.GUIDE_VIDEO_URL ?? null,
      onRefused: refusal => log.info({ refusal }, 'policy: mail refused at the relay'),
      onRejectedPeer: ip =>
        log.warn({ peer: ip }, 'policy: peer rejected, it is not in TRUSTED_RELAYS or one too many'),
      onUnforeseen: cause => log.error({ err: cause }, 'policy: request failed and was answered DEFER_IF_PERMIT'),
    },
    { host: config.POLICY_HOST ?? config.SMTP_HOST, port: config.POLICY_PORT, trusted: config.TRUSTED_RELAYS },
  );
}
