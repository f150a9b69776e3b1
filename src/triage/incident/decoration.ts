// Pictures that belong to how a mail looks and not to what it says: kept, and not told of as files.
import type { Attachment } from '../../desk/attachment.ts';

// What mail programs and signature tools call the pictures of a signature; nobody names a screenshot so.
const signaturePicture =
  /^(?:image\d{3}|outlook-\w{1,20}|logo|signature|facebook|linkedin|instagram|twitter|x-icon|youtube|whatsapp|icon|spacer|banner)[\w .-]{0,40}\.(?:png|gif|jpe?g)$/i;
// A screenshot is larger than this, whatever it shows.
const tinyBytes = 4_096;

/** The same files; what decorates is `inline`. `seen` are the hashes of what stands on the ticket already. */
export const foldDecoration = (
  files: readonly Attachment[],
  seen: ReadonlySet<string> = new Set(),
): readonly Attachment[] =>
  files.map(file => (!file.inline && decorates(file, seen) ? { ...file, inline: true } : file));

const decorates = ({ contentType, name, size, sha256 }: Attachment, seen: ReadonlySet<string>): boolean =>
  contentType.startsWith('image/') &&
  !contentType.startsWith('image/svg') &&
  (seen.has(sha256) || (size <= tinyBytes && signaturePicture.test(name)));
