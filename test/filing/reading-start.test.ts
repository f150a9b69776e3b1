// A thread that is new loads its code first: on a busy machine that takes seconds, and no mail is to blame.
import { expect, test } from 'vitest';
import { plainWords, readWords } from '../../src/filing/reading/words.ts';
import { createPool } from '../../src/parse/pool/pool.ts';
import { inChunks, memoryKeeper } from '../parse/reading.ts';

test('loading is not counted against the first mail', async () => {
  const thread = new URL('../../src/filing/reading/thread.ts', import.meta.url);
  // To load takes 500 ms of CPU time and more, to read such a mail a few.
  const pool = createPool({ thread, read: readWords, readPlainly: plainWords }, { smallBytes: 0, cpuMs: 250 });
  try {
    const raw = Buffer.from('From: ada@corp.test\r\nSubject: Portal\r\n\r\nIt does not open.\r\n');
    const { message } = await pool.read({ raw: inChunks(raw), keep: memoryKeeper().keep, facts: null });
    expect([message.subject, message.problems]).toEqual(['Portal', []]);
  } finally {
    await pool.close();
  }
});
