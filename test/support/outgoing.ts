// Mails to compose, one per kind, with everything in them that a kind can hold.

import type { Notice, OutgoingMail } from '../../src/desk/notice.ts';
import type { Address, Mailbox } from '../../src/mail/address.ts';
import type { MessageId } from '../../src/mail/message-id.ts';

export const mailbox = (name: string, address: string): Mailbox => ({ name, address: address as Address });
export const outboxId = '01jd3x5k8m2n4p6q7r9s0t1v2w';

const instance = { value: 'tt_milano', known: true };
const priority = { value: 'high', because: { source: 'impact', functions: 'most', users: 'most' } } as const;

export const notices: { readonly [K in Notice['kind']]: Extract<Notice, { kind: K }> } = {
  receipt: {
    kind: 'receipt',
    instance: { value: 'Centro San Marco', known: false },
    priority,
    attachments: [
      { name: 'booking-error.png', size: 243_112, kept: true },
      { name: 'recording of the whole screen.mov', size: 61_400_000, kept: false, reason: 'too-big' },
      { name: 'fix.exe', size: 81_000, kept: false, reason: 'not-allowed' },
    ],
    missing: ['steps', 'expected', 'when', 'example'],
    similar: ['PT-40', 'PT-41'],
  },
  opened: { kind: 'opened' },
  'new-ticket': {
    kind: 'new-ticket',
    instance,
    priority,
    text: 'Online booking shows an empty page since 8:30.\n\n  - Chrome and Safari\n  - all centres\n\nThank you,\nAnna',
    attachments: [{ name: 'booking-error.png', size: 243_112, kept: true }],
    similar: [
      { key: 'PT-40', subject: 'Booking page stays empty', openedAt: '2026-03-02T08:41:00.000Z' },
      { key: 'PT-38', subject: '', openedAt: '2026-03-01T16:05:00.000Z' },
    ],
  },
  reply: {
    kind: 'reply',
    author: mailbox('Bruno Weiss', 'bruno@clinic.example'),
    text: 'It also happens in the app, on the second step.',
    attachments: ['app.png', 'console.txt'],
  },
  answer: {
    kind: 'answer',
    authorName: 'Dana Okafor',
    text: 'Hello Anna,\n\nthe booking page works again; a certificate had run out. Please reload the page once.\n\nKind regards',
    status: { from: 'open', to: 'resolved' },
  },
  change: {
    kind: 'change',
    changes: [
      { field: 'status', from: 'open', to: 'pending' },
      { field: 'priority', from: null, to: 'urgent' },
      { field: 'instance', from: null, to: 'tt_milano' },
    ],
    by: { role: 'agent', name: 'Dana Okafor' },
  },
  warning: {
    kind: 'warning',
    about: 'unreachable',
    who: mailbox('Bruno Weiss', 'bruno@clinic.example'),
    why: '5.1.1 550 5.1.1 No such user here',
  },
  done: {
    kind: 'done',
    lines: [
      { kind: 'changed', change: { field: 'priority', from: null, to: 'high' } },
      { kind: 'not-allowed', words: '#assign dana@desk.example' },
      { kind: 'not-understood', words: '#resolvd', nearest: 'resolved' },
    ],
  },
  help: { kind: 'help', videoUrl: 'https://desk.example/guide' },
  'held-question': {
    kind: 'held-question',
    author: mailbox('Carla Neri', 'carla@lab.example'),
    text: 'Anna passed this on to me: our laboratory sees the same since Monday.',
    mail: outboxId,
  },
  'held-list': {
    kind: 'held-list',
    mails: [
      {
        mail: outboxId,
        from: 'carla@lab.example',
        subject: 'Results',
        receivedAt: '2026-03-02T08:41:00.000Z',
        why: 'unknown author',
      },
    ],
  },
  closed: { kind: 'closed', days: 7, into: null, reopenDays: 14 },
  parted: { kind: 'parted', from: 'PT-7' },
  'sign-in': { kind: 'sign-in', signIn: '01jd3x5k8m2n4p6q7r9s0t1v2w', asked: 'Firefox, Linux (192.0.2.7)' },
};

export const kinds = Object.keys(notices) as Notice['kind'][];

const roles = {
  receipt: 'requester',
  opened: 'follower',
  'new-ticket': 'agent',
  warning: 'agent',
  'held-question': 'requester',
} as const;
const people = {
  requester: mailbox('Anna Rossi', 'anna@clinic.example'),
  follower: mailbox('Bruno Weiss', 'bruno@clinic.example'),
  agent: mailbox('Dana Okafor', 'dana@desk.example'),
};

export function outgoing(notice: Notice, fields: Partial<OutgoingMail> = {}): OutgoingMail {
  const role = (roles as Record<string, OutgoingMail['role']>)[notice.kind] ?? 'follower';
  return {
    id: outboxId,
    notice,
    locale: 'en',
    from: mailbox('Postern Support', 'support@desk.example'),
    recipient: people[role],
    role,
    replyTo: 'support+16.2n.lfqxk3tsmnzw4dkb@desk.example' as Address,
    returnPath: 'b+01jd3x5k8m2n4p6q7r9s0t1v2w.k5dq@desk.example' as Address,
    messageId: `<${outboxId}@desk.example>` as MessageId,
    inReplyTo: '<root@clinic.example>' as MessageId,
    references: ['<root@clinic.example>' as MessageId],
    date: '2026-11-20T09:30:15.250Z',
    unfollowUrl: null,
    signIn: { url: 'https://desk.example/sign-in/k/01jd3x5k8m2n4p6q7r9s0t1v2w.abc', code: '12345678' },
    ticket: {
      number: 42,
      key: 'PT-42',
      subject: 'Online booking shows an empty page',
      requester: people.requester,
      followers: [people.follower, mailbox('', 'it@clinic.example')],
      openedAt: '2026-11-20T09:30:12.000Z',
      threadIndex: null,
      url: 'https://desk.example/tickets/PT-42',
    },
    ...fields,
  };
}
