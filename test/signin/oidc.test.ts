// Sign-in by OpenID Connect against a real provider program.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
// @ts-expect-error: it comes without types.
import Provider from 'oidc-provider';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressIn } from '../../src/signin/oidc-claims.ts';
import { formsOf } from '../support/browser.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

/** What the provider says of an account, by the name that is typed there. */
const accounts: Record<string, Record<string, unknown>> = {
  ada: { email: 'ada@clinic.test', email_verified: true },
  posing: { email: 'ada@clinic.test', email_verified: false },
  stranger: { email: 'mallory@evil.test', email_verified: true },
};

let server: Server;
let issuer = '';
let gateway: TestGateway;
beforeAll(async () => {
  server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  gateway = await startTestGateway({
    LOG_LEVEL: 'warn',
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: 'postern',
    OIDC_CLIENT_SECRET: 'a secret of the two',
    OIDC_NAME: 'Clinic ID',
  });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'postern',
        client_secret: 'a secret of the two',
        redirect_uris: [`${gateway.pages()}/sign-in/oidc/back`],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    findAccount: async (_context: unknown, id: string) => ({
      accountId: id,
      claims: async () => ({ sub: id, ...accounts[id] }),
    }),
    cookies: { keys: ['for the test'] },
  });
  server.on('request', provider.callback());
  await gateway.cli('admin', 'add', 'ada@clinic.test', '--name', 'Ada');
});
afterAll(async () => {
  await gateway?.remove();
  server.close();
});

/** Follows redirects over both hosts, and fills in the provider's own forms as this account. */
async function walk(account: string, from = '/sign-in/oidc', change = (url: URL) => url) {
  const jars = new Map<string, Map<string, string>>();
  let url = new URL(from, gateway.pages());
  let init: RequestInit = {};
  for (let steps = 0; steps < 25; steps += 1) {
    const jar = jars.get(url.host) ?? new Map<string, string>();
    jars.set(url.host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, headers: { cookie, origin: url.origin }, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    init = {};
    const location = response.headers.get('location');
    const text = await response.text();
    if (location) url = change(new URL(location, url));
    else if (url.origin === issuer) {
      const form = formsOf({ text, url: url.href })[0]!;
      url = new URL(form.action, url);
      const fields = { ...form.fields, ...('login' in form.fields ? { login: account, password: 'x' } : {}) };
      init = { method: 'POST', body: new URLSearchParams(fields) };
    } else return { path: url.pathname, status: response.status, text, jar };
  }
  throw new Error(`it goes round at ${url.href}`);
}

test('a verified account of a person in the directory signs in, and stays bound to that person', async () => {
  const page = await fetch(`${gateway.pages()}/sign-in`);
  expect(await page.text()).toContain('Sign in with Clinic ID');
  expect(page.headers.get('content-security-policy')).toContain(`form-action 'self' ${issuer}`);
  const first = await walk('ada');
  expect([first.path, first.status, first.jar.has('postern')]).toEqual(['/tickets', 200, true]);
  accounts.ada = { email: 'somebody-else@clinic.test', email_verified: true };
  const again = await walk('ada');
  expect(again.path).toBe('/tickets');
  await gateway.cli('admin', 'remove', 'ada@clinic.test');
  await expect.poll(async () => (await walk('ada')).status, { timeout: 20_000 }).toBe(403);
  await gateway.cli('admin', 'add', 'ada@clinic.test');
});
test.each(['posing', 'stranger'])('%s is not let in', async account => {
  const { path, status, jar } = await walk(account);
  expect([path, status, jar.has('postern')]).toEqual(['/sign-in/oidc/back', 403, false]);
});
test('an answer that this browser did not ask for, or that was altered, signs no one in', async () => {
  const altered = await walk('ada', '/sign-in/oidc', url => {
    if (url.pathname === '/sign-in/oidc/back') url.searchParams.set('state', 'of another');
    return url;
  });
  expect([altered.status, altered.jar.has('postern')]).toEqual([403, false]);
  let stolen = '';
  await walk('ada', '/sign-in/oidc', url => {
    if (url.pathname === '/sign-in/oidc/back') stolen = url.href;
    return url;
  });
  const other = await fetch(stolen, { redirect: 'manual' });
  expect([other.status, other.headers.getSetCookie().some(line => /^postern=[^;]/.test(line))]).toEqual([403, false]);
});
test('only a proven address counts', () => {
  const claims = { iss: 'https://id.test', sub: '1', email: 'ada@clinic.test' };
  const at = (issuer: string, trusts: boolean) => ({ issuer, trusts });
  expect(addressIn({ ...claims, email_verified: true }, at('https://id.test', false))).toBe('ada@clinic.test');
  expect(addressIn({ ...claims, xms_edov: true }, at('https://id.test', false))).toBe('ada@clinic.test');
  expect(addressIn(claims, at('https://id.test', false))).toBe(null);
  expect(addressIn(claims, at('https://id.test', true))).toBe('ada@clinic.test');
  expect(addressIn({ ...claims, email_verified: false }, at('https://id.test', true))).toBe(null);
  for (const tenant of ['common', 'organizations', 'consumers'])
    expect(addressIn(claims, at(`https://login.microsoftonline.com/${tenant}/v2.0`, true)), tenant).toBe(null);
});
