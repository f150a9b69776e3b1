// Chromium, where the machine has one. Debian's headless shell opens a page for a third of the CPU of a whole one.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];
const folders = (process.env.PATH ?? '').split(delimiter);

/** CHROMIUM names another one. Null where there is none, which is said with what is `leftOut`. */
export function findChromium(leftOut: string): string | null {
  const places = names.flatMap(name => folders.map(folder => join(folder, name)));
  const found = [process.env.CHROMIUM ?? '', ...places].find(path => path !== '' && existsSync(path));
  if (found === undefined) console.warn(`left out: ${leftOut}, since there is no Chromium on PATH`);
  return found ?? null;
}

/** The rules of axe whose answers the colour scheme changes; all that it looks at besides is the same in both. */
export const ofColours: readonly string[] = ['color-contrast', 'link-in-text-block'];

export const launchChromium = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-software-rasterizer'] });
