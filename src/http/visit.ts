// Who asks for a page, in which language, and from which browser: looked up once for each request.
import type { Context, MiddlewareHandler } from 'hono';
import { type Locale, localeOf } from '../desk/locale.ts';
import type { Address } from '../mail/address.ts';
import { peerOf } from '../peers/peer.ts';
import { endSession, findSession, prolong, type SessionRow } from '../signin/sessions.ts';
import { type Viewer, viewerOf } from '../signin/who.ts';
import { countHeld } from '../tickets/views/mail-search.ts';
import { briefly } from './briefly.ts';
import { readCookie, writeCookie } from './cookies.ts';
import { wantedLocale } from './locale.ts';
import { may } from './rights.ts';
import type { PageRooms } from './rooms.ts';
import { csrfOf, isCsrfOf, originOf } from './same-origin.ts';
import { type Say, sayIn } from './words.ts';

export type Visit = Readonly<{
  viewer: Viewer | null;
  session: SessionRow | null;
  /** The hidden field of every form; empty without a session. */
  csrf: string;
  locale: Locale;
  say: Say;
  /** The reader's time zone, or that of the server. */
  zone: string;
  /** The path with its query. */
  path: string;
  /** How much mail waits for a decision, for readers who decide. */
  held: number;
}>;
export type SignedInVisit = Visit & Readonly<{ viewer: Viewer; session: SessionRow }>;

declare module 'hono' {
  interface ContextVariableMap {
    visit: Visit;
  }
}

/** The visit of a reader who is signed in; else null. */
export function signedInVisit(context: Context): SignedInVisit | null {
  const visit = context.get('visit');
  const { viewer, session } = visit;
  return viewer && session ? { ...visit, viewer, session } : null;
}

/** Reads the session, and ends it where its person may no longer sign in. */
export const visiting =
  (rooms: PageRooms): MiddlewareHandler =>
  async (context, next) => {
    const found = await sessionOf(context, rooms);
    const { pathname, search } = new URL(context.req.url);
    const locale =
      (found?.viewer.locale ? localeOf(found.viewer.locale) : null) ??
      wantedLocale(context.req.header('accept-language')) ??
      'en';
    context.set('visit', {
      viewer: found?.viewer ?? null,
      session: found?.session ?? null,
      csrf: found ? csrfOf(found.session.hash, rooms.desk.keys[0]!) : '',
      locale,
      say: sayIn(rooms.templates.words(locale)),
      zone: zoneOf(context),
      path: `${pathname}${search}`,
      held: found && may(found.viewer, 'held') ? await heldCount.get(rooms) : 0,
    });
    await next();
  };

const heldCount = briefly(({ db }) => countHeld(db).catch(() => 0));

async function sessionOf(
  context: Context,
  { db, desk, publicUrl }: PageRooms,
): Promise<{ viewer: Viewer; session: SessionRow } | null> {
  const secret = readCookie(context, 'session', publicUrl());
  const session = secret === null ? null : await findSession(db, secret);
  if (!session) return null;
  const viewer = await viewerOf(db, desk.directory, session.email as Address);
  if (viewer) {
    await prolong(db, session, viewer.role === 'agent');
    return { viewer, session };
  }
  await endSession(db, session.hash);
  writeCookie(context, 'session', { value: '', seconds: 0, publicUrl: publicUrl() });
  return null;
}

/** The zone of the `zone` cookie, which a script sets. */
function zoneOf(context: Context): string {
  const [, said] = /(?:^|;\s*)zone=([\w%/+-]{1,60})/.exec(context.req.header('cookie') ?? '') ?? [];
  if (!said) return serverZone;
  const known = zones.get(said);
  if (known) return known;
  const zone = zoneNamed(said);
  if (zones.size >= mostZones) zones.clear();
  zones.set(said, zone);
  return zone;
}

const serverZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
/** By what browsers sent: to make a formatter costs more than all else of a visit. */
const zones = new Map<string, string>();
const mostZones = 600;

function zoneNamed(said: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: decodeURIComponent(said) }).resolvedOptions().timeZone;
  } catch {
    return serverZone;
  }
}

/**
 * Whether the request may change something: it comes from our page, or carries the hidden field of one. A request
 * from another site never gets here.
 */
export function isByOurPage(context: Context, { rooms, csrf }: Readonly<{ rooms: PageRooms; csrf: string }>): boolean {
  const { session } = context.get('visit');
  if (session === null || originOf(context, rooms.publicUrl()) === 'ours') return true;
  return isCsrfOf(session.hash, csrf, rooms.desk.keys);
}

/** For a form that is not by our page. */
export const tooOld = (context: Context): Response => context.text('This form is too old\n', 403);

/** The reader's address as limits count it. Behind a proxy on this machine, what that says. */
export function peerOfReader(context: Context): { address: string; network: string } {
  const socket = (context.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming?.socket;
  const direct = socket?.remoteAddress ?? '';
  const isLocal = /^(?:::ffff:)?127\.|^::1$/.test(direct);
  const forwarded = isLocal ? context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  return peerOf(forwarded || direct);
}
