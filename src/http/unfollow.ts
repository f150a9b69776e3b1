import type { Context, Hono } from 'hono';
import type { Address } from '../mail/address.ts';
import { readTicketToken } from '../tokens/ticket-token.ts';

/** `again`: it could not be done just now. `invalid`: one page for all faults of a link. */
export type UnfollowPage = Readonly<{
  state: 'ask' | 'unfollowed' | 'stays' | 'again' | 'invalid';
  /** As the link says it; may be no language that we have. */
  locale: string;
  /** Null where the link is not ours. */
  ticketNumber: number | null;
  /** Styles without it are not applied. */
  nonce: string;
}>;
export type UnfollowPorts = Readonly<{
  /** Newest first. */
  keys: readonly string[];
  unfollow(
    follower: Readonly<{ ticketNumber: number; isFor(address: Address): boolean }>,
  ): Promise<'unfollowed' | 'stays'>;
  render(page: UnfollowPage): string;
  onUnforeseen(cause: unknown): void;
}>;

/** For what could not be done just now. */
export const retryAfterSeconds = 60;

/**
 * RFC 8058 section 3.1: the POST acts without cookies or questions, any number of times. The GET changes nothing,
 * because mail scanners follow links, and needs no database.
 */
export function addUnfollowPages(app: Hono, ports: UnfollowPorts): void {
  app.get('/unfollow/:locale/:token', context => {
    const follower = followerIn(context, ports);
    return follower ? show(context, ports, { state: 'ask', ...follower }) : notOurs(context, ports);
  });
  app.post('/unfollow/:locale/:token', async context => {
    const follower = followerIn(context, ports);
    if (!follower) return notOurs(context, ports);
    try {
      return show(context, ports, { state: await ports.unfollow(follower), ...follower });
    } catch (cause) {
      ports.onUnforeseen(cause);
      context.header('Retry-After', String(retryAfterSeconds));
      context.status(503);
      return show(context, ports, { state: 'again', ...follower });
    }
  });
}

/** Null for a token that was altered or is too old. */
function followerIn(context: Context, { keys }: UnfollowPorts) {
  const token = readTicketToken(context.req.param('token') ?? '', { purpose: 'unfollow', keys, now: new Date() });
  return token.kind === 'valid' ? token : null;
}

function notOurs(context: Context, ports: UnfollowPorts): Response {
  context.status(404);
  return show(context, ports, { state: 'invalid', ticketNumber: null });
}

function show(
  context: Context,
  { render }: UnfollowPorts,
  { state, ticketNumber }: Pick<UnfollowPage, 'state' | 'ticketNumber'>,
): Response {
  const nonce = String(context.get('secureHeadersNonce'));
  const locale = context.req.param('locale') ?? '';
  return context.html(render({ state, ticketNumber, locale, nonce })) as Response;
}
