// Commits mail after mail into a spool until it is killed; says each id once it is safe.
import { ulid } from 'ulid';
import { openFileSpool } from '../../src/spool/file-spool.ts';
import { spooled, textOf } from './mails.ts';

// Its reader may be gone first.
process.stdout.on('error', () => process.exit());
const spool = await openFileSpool(process.argv[2]!);
for (;;) {
  await Promise.all(
    [1, 2, 3, 4].map(async () => {
      const id = ulid().toLowerCase();
      const draft = await spool.begin(id);
      const text = textOf(id);
      for (let at = 0; at < text.length; at += 10_000) await draft.write(text.subarray(at, at + 10_000));
      await draft.commit(spooled(id));
      process.stdout.write(`${id}\n`);
    }),
  );
}
