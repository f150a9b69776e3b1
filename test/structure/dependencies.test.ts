// CHECKLIST E18: what is installed is what was tried, to the byte, from whatever registry the operator uses.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

type Locked = { version?: string; integrity?: string; resolved?: string; link?: boolean };

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const lockText = readFileSync('package-lock.json', 'utf8');
const locked = Object.entries<Locked>(JSON.parse(lockText).packages).filter(([path]) => path !== '');
const pinned: Record<string, string> = { ...manifest.dependencies, ...manifest.devDependencies };

test('package.json names one version of each package', () => {
  const loose = Object.entries(pinned).filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version));
  expect(loose).toEqual([]);
});

test('the lock file holds those versions, each with its hash', () => {
  const versions = Object.fromEntries(locked.map(([path, { version }]) => [path, version]));
  for (const [name, version] of Object.entries(pinned)) expect(versions[`node_modules/${name}`], name).toBe(version);
  const unhashed = locked.filter(([, { integrity = '' }]) => !/^sha512-[\w+/]{86}==$/.test(integrity));
  expect(unhashed.map(([path]) => path)).toEqual([]);
});

test('the lock file names no registry', () => {
  expect(locked.filter(([, { resolved, link }]) => resolved !== undefined || link)).toEqual([]);
  const addresses = [...lockText.matchAll(/"(?!url"|funding")([\w-]+)": "(?:git\+)?(?:https?|ssh|file):[^"]*"/g)];
  expect(addresses.map(([line]) => line)).toEqual([]);
});

test('our code and the listener send and receive with one nodemailer', () => {
  const ours = createRequire(import.meta.url);
  const listeners = createRequire(ours.resolve('smtp-server'));
  expect(listeners.resolve('nodemailer')).toBe(ours.resolve('nodemailer'));
  expect(ours('nodemailer/package.json').version).toBe(pinned.nodemailer);
});

test('packages that are there in more than one version are told', () => {
  const versions = new Map<string, Set<string>>();
  for (const [path, { version = '' }] of locked) {
    const name = path.split('node_modules/').at(-1)!;
    versions.set(name, (versions.get(name) ?? new Set()).add(version));
  }
  const twice = [...versions].filter(([name, found]) => found.size > 1 && !name.startsWith('@esbuild/'));
  console.log(twice.map(([name, found]) => `${name} ${[...found].join(', ')}`).join('\n'));
  expect(versions.size).toBeGreaterThan(Object.keys(pinned).length);
});
