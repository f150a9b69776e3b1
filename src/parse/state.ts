// The state of reading one mail.

import type { Report } from '../mail/report.ts';
import { budget, type ProblemList, problemList } from './budget.ts';
import { type Channel, channel } from './channel.ts';
import type { Invitation } from './containers/calendar.ts';
import { nameFromType } from './files/file-name.ts';
import { checkedType, startBytes } from './files/magic.ts';
import type { DroppedFile, KeepAttachment } from './incoming-message.ts';
import { outsideCollector } from './outside.ts';
import type { Part } from './part.ts';

export type KeptFile = Readonly<{ key: string; size: number; sha256: string }> & {
  part: Part;
  /** Null: the name is made from the type. */
  name: string | null;
  /** The type, checked against the first bytes. */
  contentType: string;
};

export type ParseState = {
  readonly keep: KeepAttachment;
  readonly problems: ProblemList;
  readonly deadline: number;
  parts: number;
  textBytes: number;
  /** A part with words was read as text. */
  textSeen: boolean;
  /** This is a mail within a mail, opened for its text; mails within it are not opened. */
  within: boolean;
  files: KeptFile[];
  /** Files over a limit, the first of them. */
  dropped: DroppedFile[];
  report: Report | null;
  /** The report within an attached mail. */
  attachedReport: Report | null;
  invitation: Invitation | null;
  /** The subject is that of a forwarded mail: the files of an attached mail are the author's, too. */
  forwards: boolean;
  /** The first attached mail as text. */
  forwarded: string | null;
  /** The charset that the header, or the first part that names one, uses. */
  charset: string | null;
  /** The number of `data:` URIs that were made files. */
  dataUris: number;
  /** Lines after the last part of a multipart, delimiters among them. */
  readonly epilogues: ReturnType<typeof outsideCollector>;
  /** Text of a winmail.dat, for a mail without other text. */
  spareText: string | null;
  spareHtml: string | null;
  /** An error of the store or the source, which is thrown and not listed as a problem of the mail. */
  failure: { cause: unknown } | null;
  /** Files that are being written. */
  readonly open: Set<Channel>;
};

export const startParse = (keep: KeepAttachment): ParseState => ({
  keep,
  problems: problemList(),
  deadline: performance.now() + budget.milliseconds,
  parts: 0,
  textBytes: 0,
  textSeen: false,
  within: false,
  files: [],
  dropped: [],
  report: null,
  attachedReport: null,
  invitation: null,
  forwards: false,
  forwarded: null,
  charset: null,
  dataUris: 0,
  epilogues: outsideCollector(),
  spareText: null,
  spareHtml: null,
  failure: null,
  open: new Set(),
});

const maxDropped = 50;

/** Its sender is told, so that no file is missed in silence. */
export function dropFile(part: Part, size: number, state: ParseState): void {
  const count = state.files.length + state.dropped.length + 1;
  const name = part.name ?? nameFromType(part.type, count);
  if (state.dropped.length < maxDropped) state.dropped.push({ name, size, reason: 'too-many' });
}

/** Where a file's bytes go; `end` returns the file once it is stored, `null` when it is over budget. */
export type FileWriter = Readonly<{ write(bytes: Buffer): Promise<void>; end(): Promise<KeptFile | null> }>;

export function fileWriter(part: Part, state: ParseState): FileWriter {
  if (state.files.length >= budget.attachments) {
    state.problems.add(`The mail has more than ${budget.attachments} attachments; the rest of them was left out.`);
    let size = 0;
    return {
      async write(bytes) {
        size += bytes.length;
      },
      async end() {
        dropFile(part, size, state);
        return null;
      },
    };
  }
  const pipe = channel();
  state.open.add(pipe);
  const kept = state.keep(pipe.readable).finally(() => {
    pipe.leave();
    state.open.delete(pipe);
  });
  kept.catch(cause => (state.failure ??= { cause }));
  let start = Buffer.alloc(0);
  return {
    write(bytes) {
      if (start.length < startBytes) start = Buffer.concat([start, bytes.subarray(0, startBytes - start.length)]);
      return pipe.write(bytes);
    },
    async end() {
      pipe.end();
      const file = { ...(await kept), part, name: part.name, contentType: checkedType(part.type, start) };
      state.files.push(file);
      return file;
    },
  };
}
