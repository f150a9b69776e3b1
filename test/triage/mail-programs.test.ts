// What each program adds around an answer goes, in every language, and nothing of the answer with it.
import { describe, expect, test } from 'vitest';
import { splitReply } from '../../src/triage/quoted/split.ts';
import { readBytes } from '../parse/reading.ts';
import { programReplies } from '../support/mail-programs.ts';

const inked = (text: string): string[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');

for (const program of new Set(programReplies.map(each => each.program))) {
  describe(program, () => {
    test.each(programReplies.filter(each => each.program === program))('$language, $form', async ({ raw, reply }) => {
      const { message } = await readBytes(raw);
      expect(inked(splitReply(message.text).text)).toEqual(inked(reply));
    });
  });
}
