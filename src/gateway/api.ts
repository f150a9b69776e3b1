// Composes the API: its mails are taken in like every mail, and its acts are those of mail and pages.
import { composeForm } from '../delivery/form-mail.ts';
import type { Desk } from '../desk/desk.ts';
import { type Api, createApi } from '../http/api/api.ts';
import { signReplyAddress } from '../tokens/reply-address.ts';
import type { Ground } from './ground.ts';
import type { TakeIn } from './take-in.ts';

export const apiOf = ({ log, database }: Ground, desk: Desk, { take }: TakeIn): Api =>
  createApi({
    db: database.db,
    desk,
    take({ onTicket, voucher, mail }) {
      const support = desk.supports[0];
      const recipient = mail.from.address;
      const to =
        onTicket === undefined
          ? support
          : signReplyAddress({ support, ticketNumber: onTicket, recipient }, desk.keys[0]!, new Date());
      return take({ via: 'api', author: mail.from, to, voucher }, composeForm({ ...mail, to }));
    },
    onUnforeseen: cause => log.error({ err: cause }, 'api: failed unforeseen, answered 503'),
  });
