// Sign-in by an OpenID Connect provider: authorization code with PKCE, state and nonce. The provider says who it is;
// the directory alone says what that person may do.
import type { Context, Hono } from 'hono';
import * as client from 'openid-client';
import type { Address } from '../../mail/address.ts';
import { bind, boundAddress } from '../../signin/identities.ts';
import { addressIn, type Claims, type OidcSettings } from '../../signin/oidc-claims.ts';
import { viewerOf } from '../../signin/who.ts';
import { readCookie, writeCookie } from '../cookies.ts';
import { readPath } from '../go-to.ts';
import { send } from '../parts/page.ts';
import { linkPage } from '../parts/sign-in.ts';
import type { PageRooms } from '../rooms.ts';
import { shown, signIn } from './sign-in.ts';

type Asked = Readonly<{ verifier: string; state: string; nonce: string; to: string }>;

const askSeconds = 10 * 60;
const backPath = '/sign-in/oidc/back';

export function addOidc(app: Hono, rooms: PageRooms, settings: OidcSettings): void {
  const provider = discovering(settings);
  app.get('/sign-in/oidc', context => ask(context, rooms, provider));
  app.get(backPath, context => back(context, rooms, { provider, settings }));
}

type Provider = () => Promise<client.Configuration>;

/** The provider's document, asked for once it is needed; where it is away, at the next sign-in again. */
function discovering({ issuer, clientId, clientSecret }: OidcSettings): Provider {
  let found: Promise<client.Configuration> | null = null;
  const url = new URL(issuer);
  const options = url.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : {};
  const secret = clientSecret === null ? undefined : clientSecret;
  return () => {
    found ??= client.discovery(url, clientId, secret, undefined, options).catch(cause => {
      found = null;
      throw cause;
    });
    return found;
  };
}

async function ask(context: Context, rooms: PageRooms, provider: Provider): Promise<Response> {
  const publicUrl = rooms.publicUrl();
  const asked: Asked = {
    verifier: client.randomPKCECodeVerifier(),
    state: client.randomState(),
    nonce: client.randomNonce(),
    to: context.req.query('to') ?? '',
  };
  const url = client.buildAuthorizationUrl(await provider(), {
    redirect_uri: `${publicUrl}${backPath}`,
    scope: 'openid email profile',
    code_challenge: await client.calculatePKCECodeChallenge(asked.verifier),
    code_challenge_method: 'S256',
    state: asked.state,
    nonce: asked.nonce,
  });
  const value = Buffer.from(JSON.stringify(asked)).toString('base64url');
  writeCookie(context, 'oidc', { value, seconds: askSeconds, publicUrl });
  return context.redirect(url.href, 303);
}

async function back(
  context: Context,
  rooms: PageRooms,
  { provider, settings }: Readonly<{ provider: Provider; settings: OidcSettings }>,
): Promise<Response> {
  const publicUrl = rooms.publicUrl();
  const asked = askedIn(readCookie(context, 'oidc', publicUrl));
  writeCookie(context, 'oidc', { value: '', seconds: 0, publicUrl });
  const claims = asked && (await claimsOf(context, rooms, { provider, asked }));
  const email = claims && (await personOf(rooms, claims, settings));
  if (!asked || !email) return send(context, linkPage(shown(context, rooms), 'unproven'), 403);
  return signIn(context, rooms, { email, goTo: readPath(asked.to, rooms.desk.keys), via: 'oidc' });
}

function askedIn(value: string | null): Asked | null {
  try {
    return value === null ? null : JSON.parse(Buffer.from(value, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

/** Null where the answer is not one to what this browser asked, or the provider does not confirm it. */
async function claimsOf(
  context: Context,
  rooms: PageRooms,
  { provider, asked }: Readonly<{ provider: Provider; asked: Asked }>,
): Promise<Claims | null> {
  const here = new URL(`${rooms.publicUrl()}${backPath}`);
  here.search = new URL(context.req.url).search;
  try {
    const tokens = await client.authorizationCodeGrant(await provider(), here, {
      pkceCodeVerifier: asked.verifier,
      expectedState: asked.state,
      expectedNonce: asked.nonce,
      idTokenExpected: true,
    });
    return (tokens.claims() as Claims | undefined) ?? null;
  } catch (cause) {
    rooms.log.warn({ err: cause }, 'sign-in: the provider did not confirm it');
    return null;
  }
}

async function personOf({ db, desk }: PageRooms, claims: Claims, settings: OidcSettings): Promise<string | null> {
  const bound = await boundAddress(db, claims);
  if (bound !== null) return bound;
  const address = addressIn(claims, settings);
  const viewer = address && (await viewerOf(db, desk.directory, address as Address));
  if (!viewer) return null;
  await bind(db, claims, viewer.email);
  return viewer.email;
}
