// Where the body of a leaf goes, by the use of the part.
import { fieldValue, parseHeader } from '../mail/header.ts';
import { decodeBytes } from '../mail/words/charset.ts';
import { decodeWords } from '../mail/words/encoded-words.ts';
import { budget } from './budget.ts';
import { readInvitation } from './containers/calendar.ts';
import { readReport } from './containers/report.ts';
import { rtfToText } from './containers/rtf.ts';
import { nameFromSubject } from './files/file-name.ts';
import { dataUris } from './html/data-uris.ts';
import { flatter } from './html/html-depth.ts';
import { type Part, type Use, useOf } from './part.ts';
import { type FileWriter, fileWriter, type ParseState } from './state.ts';
import { cleanLine } from './text/clean.ts';
import { decoderFor } from './text/transfer-encoding.ts';
import { uuFilesIn } from './text/uu-blocks.ts';

/** `end` returns the bytes of a container to open, else null. */
export type Sink = Readonly<{ write(bytes: Buffer): Promise<void> | void; end(): Promise<Buffer | null> }>;

export function sinkFor(part: Part, state: ParseState): Sink {
  const use = useFor(part, state);
  const decoder = decoderFor(fieldValue(part.header, 'content-transfer-encoding'), use === 'text');
  const sink = decodedSink(part, decoder === null ? 'file' : use, state);
  if (decoder === null) return sink;
  return {
    write: bytes => sink.write(decoder.write(bytes)),
    async end() {
      await sink.write(decoder.end());
      return sink.end();
    },
  };
}

// The text of a multipart is kept in case that it has no parts, as without a boundary.
const useFor = (part: Part, state: ParseState): Use =>
  part.type.startsWith('multipart/') ? 'text' : useOf(part, state.textSeen);

function decodedSink(part: Part, use: Use, state: ParseState): Sink {
  switch (use) {
    case 'text':
      return textSink(part, state);
    case 'text and file':
      return both(textSink(part, state), fileSink(part, state));
    case 'file':
      return mayBeTheBody(part, state) ? both(fileSink(part, state), spareSink(part, state)) : fileSink(part, state);
    case 'mail':
      return mailSink(part, state);
    case 'report':
      return part.name === null ? reportSink(part, state) : both(reportSink(part, state), fileSink(part, state));
    case 'calendar':
      return both(fileSink({ ...part, name: part.name ?? 'invite.ics' }, state), calendarSink(part, state));
    case 'signed':
      return both(fileSink(part, state), containerSink(part, state, true));
    case 'tnef':
      return containerSink(part, state, false);
    case 'nothing':
      return { write: () => {}, end: async () => null };
  }
}

function both(first: Sink, second: Sink): Sink {
  return {
    async write(bytes) {
      await first.write(bytes);
      await second.write(bytes);
    },
    async end() {
      const container = await first.end();
      return (await second.end()) ?? container;
    },
  };
}

/** The first octets up to a limit, and whether there were more. */
function collector(limit: number) {
  const chunks: Buffer[] = [];
  let length = 0;
  let over = false;
  return {
    write(bytes: Buffer) {
      const taken = bytes.subarray(0, limit - length);
      if (taken.length < bytes.length) over = true;
      if (taken.length > 0) chunks.push(taken);
      length += taken.length;
    },
    bytes: () => Buffer.concat(chunks, length),
    isOver: () => over,
    fits: (bytes: Buffer) => length + bytes.length <= limit,
  };
}

function textSink(part: Part, state: ParseState): Sink {
  const collected = collector(Math.max(0, Math.min(budget.textBytes, 2 * budget.textBytes - state.textBytes)));
  const html = part.type === 'text/html' ? withoutDataUris(part, collected.write, state) : null;
  return {
    write: html === null ? collected.write : html.write,
    async end() {
      await html?.end();
      part.text = collected.bytes();
      state.textBytes += part.text.length;
      if (!part.type.startsWith('multipart/') && /[^\s\0]/.test(part.text.toString('latin1', 0, 4096)))
        state.textSeen = true;
      if (collected.isOver())
        state.problems.add('A text of the mail is longer than 1 MB; only its beginning is shown.');
      if (part.type === 'text/plain' && !collected.isOver()) await keepUuFiles(part, part.text, state);
      return null;
    },
  };
}

/** Keeps pictures that are pasted into the HTML as files of their own. */
function withoutDataUris(part: Part, text: (bytes: Buffer) => void, state: ParseState) {
  const open = (type: string) => {
    const contentId = `data-uri-${++state.dataUris}@inline.invalid`;
    const file = fileWriter({ ...part, type, name: null, contentId, disposition: 'inline' }, state);
    return { contentId, file: { write: file.write, end: async () => void (await file.end()) } };
  };
  return dataUris({ text, open });
}

/** Keeps files within the text as attachments. */
async function keepUuFiles(part: Part, text: Buffer, state: ParseState): Promise<void> {
  for (const { name, bytes } of uuFilesIn(text)) {
    const file = fileWriter({ ...part, type: 'application/octet-stream', name, disposition: 'attachment' }, state);
    if (bytes.length > 0) await file.write(bytes);
    await file.end();
  }
}

/** Text marked as a file without a name: shown where the mail has no other text. */
const mayBeTheBody = (part: Part, state: ParseState): boolean =>
  /^(?:text\/(?:plain|html|rtf)|application\/(?:text|xhtml\+xml|rtf|x-rtf))$/.test(part.type) &&
  !state.textSeen &&
  (part.name === null || part.parent === null);

function spareSink(part: Part, state: ParseState): Sink {
  const collected = collector(budget.textBytes);
  return {
    write: collected.write,
    async end() {
      if (state.spareText !== null || state.spareHtml !== null) return null;
      if (/\brtf$/.test(part.type)) {
        state.spareText = rtfToText(collected.bytes().toString('latin1'));
        return null;
      }
      const text = decodeBytes(collected.bytes(), part.contentType.parameters.get('charset') ?? null);
      if (part.type.includes('html')) state.spareHtml = flatter(text);
      else state.spareText = text;
      return null;
    },
  };
}

/** RFC 5545 section 3.1.4: UTF-8 where no charset is named. */
function calendarSink(part: Part, state: ParseState): Sink {
  const collected = collector(budget.reportBytes);
  return {
    write: collected.write,
    async end() {
      const charset = part.contentType.parameters.get('charset') ?? 'utf-8';
      state.invitation ??= readInvitation(decodeBytes(collected.bytes(), charset));
      return null;
    },
  };
}

function fileSink(part: Part, state: ParseState): Sink {
  const file = fileWriter(part, state);
  return {
    write: bytes => (bytes.length > 0 ? file.write(bytes) : undefined),
    async end() {
      await file.end();
      return null;
    },
  };
}

/** A forwarded mail is kept as one file. Only its subject is read, for the file name; never its author or thread. */
function mailSink(part: Part, state: ParseState): Sink {
  const file = fileWriter(part, state);
  const opens = !(state.within || part.parent?.type === 'multipart/digest' || state.forwarded !== null);
  const start = collector(opens && state.forwards ? budget.containerBytes : budget.reportBytes);
  return {
    async write(bytes) {
      start.write(bytes);
      if (bytes.length > 0) await file.write(bytes);
    },
    async end() {
      const kept = await file.end();
      if (kept !== null && part.name === null)
        kept.name = nameFromSubject(subjectOf(start.bytes()), state.files.length);
      return opens ? start.bytes() : null;
    },
  };
}

function subjectOf(mail: Buffer): string {
  const [block = ''] = mail.toString('latin1', 0, budget.headerBytes).split(/\r?\n\r?\n/, 1);
  return cleanLine(decodeWords(fieldValue(parseHeader(block), 'subject') ?? ''), 250);
}

function reportSink(part: Part, state: ParseState): Sink {
  const collected = collector(budget.reportBytes);
  return {
    write: collected.write,
    async end() {
      state.report ??= readReport(part.type, collected.bytes());
      return null;
    },
  };
}

/** A container, held in memory to be opened; over budget it is kept as a file, unopened. */
function containerSink(part: Part, state: ParseState, isFile: boolean): Sink {
  const collected = collector(budget.containerBytes);
  let spilled: FileWriter | null = null;
  return {
    async write(bytes) {
      if (isFile || (spilled === null && collected.fits(bytes))) return collected.write(bytes);
      if (spilled === null) {
        state.problems.add(tooLarge);
        spilled = fileWriter(part, state);
        await spilled.write(collected.bytes());
      }
      await spilled.write(bytes);
    },
    async end() {
      if (collected.isOver()) state.problems.add(tooLarge);
      await spilled?.end();
      return spilled !== null || collected.isOver() ? null : collected.bytes();
    },
  };
}

const tooLarge = 'A container within the mail is larger than 16 MB and was not opened.';
