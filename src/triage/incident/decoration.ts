// Pictures that are decoration, such as logos: kept, but not listed as files.
import type { Attachment } from '../../desk/attachment.ts';

// Names that mail programs and signature tools give to the pictures of a signature; no screenshot has such a name.
const signaturePicture =
  /^(?:image\d{3}|outlook-\w{1,20}|logo|signature|facebook|linkedin|instagram|twitter|x-icon|youtube|whatsapp|icon|spacer|banner)[\w .-]{0,40}\.(?:png|gif|jpe?g)$/i;
// Every screenshot is larger than this.
const tinyBytes = 4_096;

/** The same files, with decoration marked `inline`. `seen`: the hashes of files that the ticket has already. */
export const foldDecoration = (
  files: readonly Attachment[],
  seen: ReadonlySet<string> = new Set(),
): readonly Attachment[] =>
  files.map(file => (!file.inline && decorates(file, seen) ? { ...file, inline: true } : file));

const decorates = ({ contentType, name, size, sha256 }: Attachment, seen: ReadonlySet<string>): boolean =>
  contentType.startsWith('image/') &&
  !contentType.startsWith('image/svg') &&
  (seen.has(sha256) || (size <= tinyBytes && signaturePicture.test(name)));
