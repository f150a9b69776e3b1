import type { Browser } from './browser.ts';
import type { TestGateway } from './gateway.ts';

/** Signs a browser in by the link that `postern sign-in` prints. */
export async function signInAs(gateway: TestGateway, browser: Browser, email: string): Promise<void> {
  const link = new URL((await gateway.cli('sign-in', email)).trim());
  const page = await browser.get(link.pathname);
  await browser.send(page, '');
}
