// The words of every language. An operator's words replace ours one by one.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locale } from '../../desk/locale.ts';

export type Words = { readonly [name: string]: string | Words };

const blank = /\{(\w{1,20})\}/;

/** A phrase in pieces: every second one is the name of a blank, such as `name` of `{name}`. */
export type Pieces = readonly string[];
export const piecesOf = (phrase: string): Pieces => phrase.split(blank);

/** The phrase with its blanks replaced, once; unknown ones stay. */
export const joined = (pieces: Pieces, lookUp: (name: string) => unknown): string =>
  pieces.map((piece, at) => (at % 2 === 0 ? piece : String(lookUp(piece) ?? `{${piece}}`))).join('');
export const filled = (phrase: string, lookUp: (name: string) => unknown): string => joined(piecesOf(phrase), lookUp);

/** The `{name}`s of a phrase, with their braces. */
export const blanksIn = (phrase: string): string[] =>
  piecesOf(phrase).flatMap((piece, at) => (at % 2 === 0 ? [] : [`{${piece}}`]));

/** Where a language lacks a word, the English one is used. */
export function loadWords(folders: readonly string[], locale: Locale): Words {
  const oursFirst = folders.toReversed();
  const files = ['en', locale].flatMap(name => oursFirst.map(folder => join(folder, 'words', `${name}.json`)));
  return files.reduce<Words>((words, file) => merge(words, readWords(file)), {});
}

function merge(below: Words, above: Words): Words {
  const merged: Record<string, string | Words> = { ...below };
  for (const [name, value] of Object.entries(above)) {
    const old = merged[name];
    merged[name] = typeof value === 'object' && typeof old === 'object' ? merge(old, value) : value;
  }
  return merged;
}

export function readWords(file: string): Words {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, '')) as Words;
  } catch (cause) {
    throw new Error(`${file} is not JSON`, { cause });
  }
}
