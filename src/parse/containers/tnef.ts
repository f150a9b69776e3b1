// Replaces a winmail.dat by its contents.
import { cleanFileName } from '../files/file-name.ts';
import { flatter } from '../html/html-depth.ts';
import type { Part } from '../part.ts';
import { fileWriter, type ParseState } from '../state.ts';
import { readTnef, type Tnef } from './tnef-reader.ts';

/** Keeps its files as attachments of the mail, and its text for a mail without other text. */
export async function keepTnef(part: Part, bytes: Buffer, state: ParseState): Promise<void> {
  const tnef = opened(bytes);
  if (tnef === null) {
    state.problems.add('A winmail.dat could not be opened and is kept as it came.');
    return keepFile(part, bytes, state);
  }
  state.spareText ??= tnef.text;
  state.spareHtml ??= tnef.html === null ? null : flatter(tnef.html);
  for (const file of tnef.files) {
    const contentType = /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,60}$/i.test(file.contentType ?? '')
      ? file.contentType!.toLowerCase()
      : 'application/octet-stream';
    const contentId = file.contentId?.replace(/[\x00-\x20<>\x7f-\xff]+/g, '').slice(0, 250) || null;
    await keepFile(
      { ...part, type: contentType, name: cleanFileName(file.name), contentId, disposition: 'attachment' },
      file.bytes,
      state,
    );
  }
}

function opened(bytes: Buffer): Tnef | null {
  try {
    return readTnef(bytes);
  } catch {
    return null;
  }
}

async function keepFile(part: Part, bytes: Buffer, state: ParseState): Promise<void> {
  const file = fileWriter(part, state);
  if (bytes.length > 0) await file.write(bytes);
  await file.end();
}
