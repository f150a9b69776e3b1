// Where the body of a leaf goes, by the use of the part.
import { fieldValue, parseHeader } from '../mail/header.ts';
import { budget } from './budget.ts';
import { readInvitation } from './containers/calendar.ts';
import { readReport } from './containers/report.ts';
import { rtfToText } from './containers/rtf.ts';
import { nameFromSubject } from './files/file-name.ts';
import { decodeWords } from './header/encoded-words.ts';
import { dataUris } from './html/data-uris.ts';
import { flatter } from './html/html-depth.ts';
import { type Part, type Use, useOf } from './part.ts';
import { type FileWriter, fileWriter, type ParseState } from './state.ts';
import { decodeBytes } from './text/charset.ts';
import { cleanLine } from './text/clean.ts';
import { decoderFor } from './text/transfer-encoding.ts';
import { uuFilesIn } from './text/uu-blocks.ts';

/** `end` returns the bytes of a container to open, else null. */
export type Sink = Readonly<{ write(bytes: Buffer): Promise<void> | void; end(): Promise<Buffer | null> }>;

export function sinkFor(part: Part, reading: ParseState): Sink {
  const use = useFor(part, reading);
  const decoder = decoderFor(fieldValue(part.header, 'content-transfer-encoding'), use === 'text');
  const sink = decodedSink(part, decoder === null ? 'file' : use, reading);
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
const useFor = (part: Part, reading: ParseState): Use =>
  part.type.startsWith('multipart/') ? 'text' : useOf(part, reading.textSeen);

function decodedSink(part: Part, use: Use, reading: ParseState): Sink {
  switch (use) {
    case 'text':
      return textSink(part, reading);
    case 'text and file':
      return both(textSink(part, reading), fileSink(part, reading));
    case 'file':
      return mayBeTheBody(part, reading)
        ? both(fileSink(part, reading), spareSink(part, reading))
        : fileSink(part, reading);
    case 'mail':
      return mailSink(part, reading);
    case 'report':
      return part.name === null ? reportSink(part, reading) : both(reportSink(part, reading), fileSink(part, reading));
    case 'calendar':
      return both(fileSink({ ...part, name: part.name ?? 'invite.ics' }, reading), calendarSink(part, reading));
    case 'signed':
      return both(fileSink(part, reading), containerSink(part, reading, true));
    case 'tnef':
      return containerSink(part, reading, false);
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

function textSink(part: Part, reading: ParseState): Sink {
  const collected = collector(Math.max(0, Math.min(budget.textBytes, 2 * budget.textBytes - reading.textBytes)));
  const html = part.type === 'text/html' ? withoutDataUris(part, collected.write, reading) : null;
  return {
    write: html === null ? collected.write : html.write,
    async end() {
      await html?.end();
      part.text = collected.bytes();
      reading.textBytes += part.text.length;
      if (!part.type.startsWith('multipart/') && /[^\s\0]/.test(part.text.toString('latin1', 0, 4096)))
        reading.textSeen = true;
      if (collected.isOver())
        reading.problems.add('A text of the mail is longer than 1 MB; only its beginning is shown.');
      if (part.type === 'text/plain' && !collected.isOver()) await keepUuFiles(part, part.text, reading);
      return null;
    },
  };
}

/** Keeps pictures that are pasted into the HTML as files of their own. */
function withoutDataUris(part: Part, text: (bytes: Buffer) => void, reading: ParseState) {
  const open = (type: string) => {
    const contentId = `data-uri-${++reading.dataUris}@inline.invalid`;
    const file = fileWriter({ ...part, type, name: null, contentId, disposition: 'inline' }, reading);
    return { contentId, file: { write: file.write, end: async () => void (await file.end()) } };
  };
  return dataUris({ text, open });
}

/** Keeps files within the text as attachments. */
async function keepUuFiles(part: Part, text: Buffer, reading: ParseState): Promise<void> {
  for (const { name, bytes } of uuFilesIn(text)) {
    const file = fileWriter({ ...part, type: 'application/octet-stream', name, disposition: 'attachment' }, reading);
    if (bytes.length > 0) await file.write(bytes);
    await file.end();
  }
}

/** Text marked as a file without a name: shown where the mail has no other text. */
const mayBeTheBody = (part: Part, reading: ParseState): boolean =>
  /^(?:text\/(?:plain|html|rtf)|application\/(?:text|xhtml\+xml|rtf|x-rtf))$/.test(part.type) &&
  !reading.textSeen &&
  (part.name === null || part.parent === null);

function spareSink(part: Part, reading: ParseState): Sink {
  const collected = collector(budget.textBytes);
  return {
    write: collected.write,
    async end() {
      if (reading.spareText !== null || reading.spareHtml !== null) return null;
      if (/\brtf$/.test(part.type)) {
        reading.spareText = rtfToText(collected.bytes().toString('latin1'));
        return null;
      }
      const text = decodeBytes(collected.bytes(), part.contentType.parameters.get('charset') ?? null);
      if (part.type.includes('html')) reading.spareHtml = flatter(text);
      else reading.spareText = text;
      return null;
    },
  };
}

/** RFC 5545 section 3.1.4: UTF-8 where no charset is named. */
function calendarSink(part: Part, reading: ParseState): Sink {
  const collected = collector(budget.reportBytes);
  return {
    write: collected.write,
    async end() {
      const charset = part.contentType.parameters.get('charset') ?? 'utf-8';
      reading.invitation ??= readInvitation(decodeBytes(collected.bytes(), charset));
      return null;
    },
  };
}

function fileSink(part: Part, reading: ParseState): Sink {
  const file = fileWriter(part, reading);
  return {
    write: bytes => (bytes.length > 0 ? file.write(bytes) : undefined),
    async end() {
      await file.end();
      return null;
    },
  };
}

/** A forwarded mail is kept as one file. Only its subject is read, for the file name; never its author or thread. */
function mailSink(part: Part, reading: ParseState): Sink {
  const file = fileWriter(part, reading);
  const start = collector(budget.reportBytes);
  return {
    async write(bytes) {
      start.write(bytes);
      if (bytes.length > 0) await file.write(bytes);
    },
    async end() {
      const kept = await file.end();
      if (kept !== null && part.name === null)
        kept.name = nameFromSubject(subjectOf(start.bytes()), reading.files.length);
      const shown = !(reading.textSeen || reading.within || part.parent?.type === 'multipart/digest');
      return shown ? start.bytes() : null;
    },
  };
}

function subjectOf(mail: Buffer): string {
  const [block = ''] = mail.toString('latin1', 0, budget.headerBytes).split(/\r?\n\r?\n/, 1);
  return cleanLine(decodeWords(fieldValue(parseHeader(block), 'subject') ?? ''), 250);
}

function reportSink(part: Part, reading: ParseState): Sink {
  const collected = collector(budget.reportBytes);
  return {
    write: collected.write,
    async end() {
      reading.report ??= readReport(part.type, collected.bytes());
      return null;
    },
  };
}

/** A container, held in memory to be opened; over budget it is kept as a file, unopened. */
function containerSink(part: Part, reading: ParseState, isFile: boolean): Sink {
  const collected = collector(budget.containerBytes);
  let spilled: FileWriter | null = null;
  return {
    async write(bytes) {
      if (isFile || (spilled === null && collected.fits(bytes))) return collected.write(bytes);
      if (spilled === null) {
        reading.problems.add(tooLarge);
        spilled = fileWriter(part, reading);
        await spilled.write(collected.bytes());
      }
      await spilled.write(bytes);
    },
    async end() {
      if (collected.isOver()) reading.problems.add(tooLarge);
      await spilled?.end();
      return spilled !== null || collected.isOver() ? null : collected.bytes();
    },
  };
}

const tooLarge = 'A container within the mail is larger than 16 MB and was not opened.';
