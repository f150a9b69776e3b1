// Pictures that are decoration, such as logos: kept, but not listed as files.
import type { Attachment } from '../../desk/attachment.ts';

// Names that mail programs and signature tools give to the pictures of a signature; no screenshot has such a name.
const signaturePicture =
  /^(?:image\d{3}|outlook-\w{1,20}|logo|signature|facebook|linkedin|instagram|twitter|x-icon|youtube|whatsapp|icon|spacer|banner)[\w .-]{0,40}\.(?:png|gif|jpe?g)$/i;
// Every screenshot is larger than this.
const tinyBytes = 4_096;

type Known = Readonly<{
  /** The hashes of files that the ticket has already. */
  seen?: ReadonlySet<string>;
  /** The Content-IDs of the pictures within the new words; null where that is not known. */
  within?: readonly string[] | null;
}>;

/** The same files, with decoration marked. */
export const foldDecoration = (files: readonly Attachment[], known: Known = {}): readonly Attachment[] =>
  files.map(file => (decorates(file, known) ? { ...file, inline: true, isDecoration: true } : file));

function decorates({ contentType, name, size, sha256, inline, contentId }: Attachment, { seen, within }: Known) {
  if (!contentType.startsWith('image/') || contentType.startsWith('image/svg')) return false;
  if (seen?.has(sha256)) return true;
  if (!signaturePicture.test(name)) return false;
  // Within the words it is a screenshot, which Outlook names image001.png, too; below them it is a logo.
  if (inline && within) return contentId === null || !within.includes(contentId);
  return size <= tinyBytes;
}
