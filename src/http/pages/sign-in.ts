// Signing in: by a link or a code that is mailed, or by the provider of the organisation.
//
// The page answers the same for every address, and a link's GET changes nothing: scanners open links, and some press
// buttons. So its POST also needs the cookie of the browser that asked.
import type { Context, Hono } from 'hono';
import { deleteCookie } from 'hono/cookie';
import { noteDeed } from '../../db/deeds.ts';
import { type Address, toAddress } from '../../mail/address.ts';
import { hashOf, idOfToken, newSecret } from '../../signin/secrets.ts';
import { endSession, longestSeconds, openSession } from '../../signin/sessions.ts';
import { askToSignIn, redeemCode, redeemLink, type SignedIn, validMinutes } from '../../signin/sign-ins.ts';
import { viewerOf } from '../../signin/who.ts';
import { browserOf } from '../browser.ts';
import { readCookie, writeCookie } from '../cookies.ts';
import { fieldsOf } from '../form-data.ts';
import { readPath, signPath } from '../go-to.ts';
import { send } from '../parts/page.ts';
import { askPage, linkPage, sentPage } from '../parts/sign-in.ts';
import type { PageRooms } from '../rooms.ts';
import { isByOurPage, peerOfReader, tooOld } from '../visit.ts';

const askSeconds = validMinutes * 60;

export function addSignIn(app: Hono, rooms: PageRooms): void {
  app.get('/', context => context.redirect(context.get('visit').viewer ? '/tickets' : '/sign-in', 303));
  app.get('/sign-in', async context => {
    // Someone who is signed in may have to show it anew.
    if (context.get('visit').viewer && context.req.query('again') === undefined)
      return context.redirect(goTo(context.req.query('to'), rooms) ?? '/tickets', 303);
    return send(context, askPage(shown(context, rooms), { to: context.req.query('to') ?? '', problem: null }));
  });
  app.post('/sign-in', context => ask(context, rooms));
  app.get('/sign-in/sent', async context =>
    readCookie(context, 'ask', rooms.publicUrl())
      ? send(context, sentPage(shown(context, rooms), { isWrong: context.req.query('wrong') === '1' }))
      : context.redirect('/sign-in', 303),
  );
  app.post('/sign-in/code', context => tryCode(context, rooms));
  app.get('/sign-in/k/:token', context => {
    const isOurs = idOfToken(context.req.param('token'), rooms.desk.keys) !== null;
    const state = isOurs ? 'ask' : 'invalid';
    return send(context, linkPage(shown(context, rooms), state), isOurs ? 200 : 404);
  });
  app.post('/sign-in/k/:token', context => useLink(context, rooms));
  app.post('/sign-out', context => signOut(context, rooms));
}

export const shown = (context: Context, { assets, oidcName, desk }: PageRooms) => ({
  visit: context.get('visit'),
  assets,
  oidcName,
  support: desk.supports[0],
});

const goTo = (signed: string | undefined, { desk }: PageRooms): string | null => readPath(signed, desk.keys);

/** To sign in, and then back to this page. */
export const toSignIn = (context: Context, { desk }: PageRooms): Response => {
  const isPage = context.req.method === 'GET';
  const to = isPage ? `?to=${encodeURIComponent(signPath(context.get('visit').path, desk.keys[0]!))}` : '';
  return context.redirect(`/sign-in${to}`, 303);
};

async function ask(context: Context, rooms: PageRooms): Promise<Response> {
  const { email = '', to = '' } = await fieldsOf(context);
  const address = toAddress(email.trim());
  if (address === null) return send(context, askPage(shown(context, rooms), { to, problem: 'address' }), 422);
  const publicUrl = rooms.publicUrl();
  // A new cookie for each request: one that came from outside is not adopted.
  const secret = newSecret();
  const peer = peerOfReader(context);
  const browser = browserOf(context.req.header('user-agent'));
  await askToSignIn(rooms.db, {
    email: address.toLowerCase(),
    browser: hashOf(secret),
    // Readers behind a proxy on this machine that names none of them are not one network.
    network: peer.network.startsWith('127.') || peer.address.startsWith('0:0:0:0') ? null : peer.network,
    asked: [browser, peer.address].filter(Boolean).join(', '),
    locale: context.get('visit').locale,
    goTo: goTo(to, rooms),
  });
  writeCookie(context, 'ask', { value: secret, seconds: askSeconds, publicUrl });
  return context.redirect('/sign-in/sent', 303);
}

async function tryCode(context: Context, rooms: PageRooms): Promise<Response> {
  const { code = '' } = await fieldsOf(context);
  const secret = readCookie(context, 'ask', rooms.publicUrl());
  if (secret === null) return context.redirect('/sign-in', 303);
  const tried = { browser: hashOf(secret), code: code.slice(0, 40), keys: rooms.desk.keys };
  const found = await redeemCode(rooms.db, tried);
  return found ? signIn(context, rooms, found) : context.redirect('/sign-in/sent?wrong=1', 303);
}

async function useLink(context: Context, rooms: PageRooms): Promise<Response> {
  const id = idOfToken(context.req.param('token') ?? '', rooms.desk.keys);
  if (id === null) return send(context, linkPage(shown(context, rooms), 'invalid'), 404);
  const secret = readCookie(context, 'ask', rooms.publicUrl());
  const found = await redeemLink(rooms.db, id, secret && hashOf(secret));
  if (!found) return send(context, linkPage(shown(context, rooms), 'elsewhere'), 403);
  return signIn(context, rooms, found);
}

/** Opens a session, unless the person has lost the right since the link was made. */
export async function signIn(
  context: Context,
  rooms: PageRooms,
  { email, goTo: path, via }: SignedIn,
): Promise<Response> {
  const { db, desk } = rooms;
  const publicUrl = rooms.publicUrl();
  const viewer = await viewerOf(db, desk.directory, email as Address);
  if (!viewer) return send(context, linkPage(shown(context, rooms), 'invalid'), 403);
  const before = context.get('visit').session;
  if (before) await endSession(db, before.hash);
  const peer = peerOfReader(context).address;
  const browser = browserOf(context.req.header('user-agent'));
  const isAgent = viewer.role === 'agent';
  const value = await openSession(db, { email: viewer.email, via, browser, peer, isAgent });
  writeCookie(context, 'session', { value, seconds: longestSeconds(isAgent), publicUrl });
  writeCookie(context, 'ask', { value: '', seconds: 0, publicUrl });
  await noteDeed(db, { who: viewer.email, via: 'page', act: 'sign-in: done', about: [via, browser, peer].join(', ') });
  rooms.log.info({ via }, 'sign-in: done');
  return context.redirect(path ?? '/tickets', 303);
}

async function signOut(context: Context, rooms: PageRooms): Promise<Response> {
  const { csrf = '' } = await fieldsOf(context);
  const { session } = context.get('visit');
  if (!isByOurPage(context, { rooms, csrf })) return tooOld(context);
  if (session) await endSession(rooms.db, session.hash);
  writeCookie(context, 'session', { value: '', seconds: 0, publicUrl: rooms.publicUrl() });
  deleteCookie(context, 'zone');
  context.header('Clear-Site-Data', '"cache", "storage"');
  return context.redirect('/sign-in', 303);
}
