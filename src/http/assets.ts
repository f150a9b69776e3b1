// Style sheets and scripts: read at the start, named by their content, so that a browser may keep them for ever.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Context, Hono } from 'hono';

const folder = fileURLToPath(new URL('./assets/', import.meta.url));
const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

type Asset = Readonly<{ path: string; type: string; plain: Buffer; gzip: Buffer }>;
/** What goes out as one file, since each request costs a reader time. Scripts keep their names to themselves. */
const bundles: Readonly<Record<string, readonly string[]>> = {
  'plain.css': ['postern.css', 'own.css'],
  'agent.css': ['postern.css', 'desk.css'],
  'new.css': ['postern.css', 'form.css'],
  'new.js': ['keep.js', 'zone.js', 'form.js', 'upload.js'],
  'own.js': ['idiomorph.js', 'keep.js', 'zone.js', 'compose.js', 'live.js'],
  'agent.js': ['idiomorph.js', 'keep.js', 'zone.js', 'compose.js', 'desk.js', 'live.js'],
};
/** Whose names the scripts behind them in a bundle use. */
const shared: readonly string[] = ['idiomorph.js', 'keep.js'];

/** Imports lead to what stands before in the same file. */
function inBundle(name: string, text: string): string {
  if (!name.endsWith('.js')) return text;
  const own = text.replace(/^import [^;]*;$/gm, '').replace(/^export (?=function|const)/gm, '');
  return shared.includes(name) ? own : `{\n${own}}\n`;
}

export type Assets = Readonly<{
  /** The path of `postern.css`, with its hash. */
  path(name: string): string;
  find(path: string): Asset | null;
}>;

/** `besides`: scripts of packages, by the name that pages use. */
export function loadAssets(besides: Readonly<Record<string, string>> = {}): Assets {
  const own = readdirSync(folder).filter(name => extname(name) in types);
  const byName = new Map(Object.entries(besides).map(([name, file]) => [name, assetOf(name, readFileSync(file))]));
  for (const name of own) byName.set(name, assetOf(name, readFileSync(`${folder}${name}`)));
  const textOf = (name: string): string => byName.get(name)?.plain.toString('utf8') ?? '';
  for (const [name, parts] of Object.entries(bundles))
    byName.set(name, assetOf(name, Buffer.from(parts.map(part => inBundle(part, textOf(part))).join('\n'))));
  const byPath = new Map([...byName.values()].map(asset => [asset.path, asset]));
  return {
    path(name) {
      const asset = byName.get(name);
      if (!asset) throw new Error(`there is no asset ${name}`);
      return asset.path;
    },
    find: path => byPath.get(path) ?? null,
  };
}

/** A style sheet without its comments and the space around its signs. */
const squeezed = (css: string): string =>
  css
    .replace(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, '')
    .replace(/\s*\n\s*/g, '')
    .replace(/\s*([{};,])\s*/g, '$1')
    .replace(/: /g, ':')
    .replace(/;}/g, '}')
    .replace(/ > /g, '>')
    .replace(/(?<=[:, ])0\./g, '.');

function assetOf(name: string, whole: Buffer): Asset {
  const ending = extname(name);
  const plain = ending === '.css' ? Buffer.from(squeezed(whole.toString('utf8'))) : whole;
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, 8);
  return {
    path: `/assets/${name.slice(0, -ending.length)}.${hash}${ending}`,
    type: types[ending]!,
    plain,
    gzip: gzipSync(plain, { level: 9 }),
  };
}

export const addAssets = (app: Hono, assets: Assets): Hono =>
  app.get('/assets/:name', context => {
    const asset = assets.find(context.req.path);
    return asset ? send(context, asset) : context.notFound();
  });

function send(context: Context, { type, plain, gzip }: Asset): Response {
  const isZipped = wantsGzip(context);
  context.header('Content-Type', type);
  context.header('Cache-Control', 'public, max-age=31536000, immutable');
  context.header('Vary', 'Accept-Encoding');
  if (isZipped) context.header('Content-Encoding', 'gzip');
  return context.body(new Uint8Array(isZipped ? gzip : plain));
}

export const wantsGzip = (context: Context): boolean => /\bgzip\b/.test(context.req.header('accept-encoding') ?? '');
