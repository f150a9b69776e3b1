// Takes in a mail that a page or a call has written: the same checks, bytes, id and queue as by SMTP.
import { inTime } from '../db/in-time.ts';
import type { ReceivePorts } from '../intake/receive.ts';
import { receive } from '../intake/receive.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import type { Via } from '../mail/arrival.ts';
import type { Received } from '../mail/verdict.ts';
import { verdictAfter } from '../malware/consequences.ts';
import { coalesce } from '../queue/coalesce.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';
import { announceMails } from '../tickets/mail-record.ts';
import { type Ground, ingestJobs } from './ground.ts';

export type Writer = Readonly<{
  via: Via;
  author: Mailbox;
  to: Address;
  /** Why the author is believed: words for an operator. */
  voucher: string;
}>;
export type TakeIn = Readonly<{
  take(writer: Writer, bytes: AsyncIterable<Buffer>): Promise<Received>;
  /** Resolves once all that was taken is offered to the queue. */
  settle(): Promise<void>;
}>;

export function createTakeIn({ config, log, database, queues, spool, scan }: Ground): TakeIn {
  const arrivals = coalesce<SpooledMail>(
    async mails => {
      const announced = inTime(announceMails(database.db, mails)).catch(cause =>
        log.warn({ err: cause }, 'mail: taken, not yet listed'),
      );
      await queues.offer('ingest', ingestJobs(mails.map(({ id }) => id)));
      await announced;
    },
    cause => log.warn({ err: cause }, 'mail: taken, not yet queued; the sweeper will queue it'),
  );
  return {
    take({ via, author, to, voucher }, bytes) {
      const accepted = { verdict: { kind: 'accept', reasons: [voucher] }, author, authentication: null } as const;
      const ports: ReceivePorts = {
        begin: spool.begin,
        decide: async (_arrival, _header, stored) =>
          scan
            ? { ...accepted, verdict: verdictAfter(await scan(stored()), accepted.verdict, config.UNSCANNED) }
            : accepted,
        received(mail) {
          log.info({ mail: mail.id, size: mail.size, via }, 'mail: taken');
          arrivals.add(mail);
        },
        keep: () => null,
        refused: ({ refusal }) => log.info({ refusal, via }, 'mail: refused'),
        maxMessageBytes: config.SMTP_MAX_MESSAGE_BYTES,
      };
      const arrival = { via, ip: '', heloName: null, tls: false, mailFrom: author.address, rcptTo: [to] } as const;
      return receive(ports, arrival, bytes);
    },
    settle: arrivals.settle,
  };
}
