// A floor: a mail of two kilobytes by nodemailer's pool to the sink at the port that it is given. A process of its own; the bench starts its work.
import { createTransport } from 'nodemailer';
import { author, mailOf } from './load.ts';

const pool = createTransport({
  host: '127.0.0.1',
  port: Number(process.argv[2]),
  pool: true,
  ignoreTLS: true,
  maxMessages: 1_000,
});
const text = mailOf(1, 'floor').split('\r\n\r\n')[1]!;

process.on('message', async ({ count }: { count: number }) => {
  let next = 0;
  const worker = async () => {
    while (next++ < count)
      await pool.sendMail({
        from: 'support@localhost',
        to: author,
        subject: `Mail ${next}`,
        text,
        html: `<p>${text}</p>`,
      });
  };
  await Promise.all(Array.from({ length: 5 }, worker));
  process.send?.({ taken: count });
});
process.once('disconnect', () => {
  pool.close();
  process.exit(0);
});
process.send?.({ port: 0 });
