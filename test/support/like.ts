import { expect } from 'vitest';

/** A pattern in which `*` stands for any text, as a matcher; without one, the text itself. */
export const like = (pattern: string): unknown =>
  pattern.includes('*') ? expect.stringMatching(patternOf(pattern)) : pattern;

export const patternOf = (pattern: string): RegExp =>
  new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`, 's');

const literal = (text: string): string => text.replace(/[\\^$.+?()[\]{}|]/g, '\\$&');

/** The same for every string in a JSON value; objects match those that hold more. */
export function likeJson(value: unknown): unknown {
  if (typeof value === 'string') return like(value);
  if (Array.isArray(value)) return value.map(likeJson);
  if (value === null || typeof value !== 'object') return value;
  return expect.objectContaining(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, likeJson(item)])));
}
