/** A file that came with a message. Its bytes lie in the store under `key`. */
export type Attachment = Readonly<{
  /** Safe to show and to save: a base name of at most 150 characters. */
  name: string;
  /** Checked against the first bytes: a file that only claims to be a picture is application/octet-stream. */
  contentType: string;
  /** Bytes after decoding. */
  size: number;
  sha256: string;
  /** A picture shown within the text (Content-Disposition inline or referred to by cid), not beside it. */
  inline: boolean;
  /** Without angle brackets, or null. */
  contentId: string | null;
  key: string;
  /** The scanner found malware in it: it is kept, and given to no person. */
  infected?: boolean;
  /** A logo or the like: kept, but neither named nor sent on. */
  isDecoration?: boolean;
}>;

/** A file of an entry, as an outgoing mail carries it. */
export type TravellingFile = Pick<Attachment, 'name' | 'contentType' | 'size' | 'inline' | 'contentId' | 'key'> &
  Readonly<{ infected?: boolean }>;

/** The files that go on to others, as the outbox keeps them. */
export const travelling = (files: readonly Attachment[]): TravellingFile[] =>
  files
    .filter(({ isDecoration, size }) => !isDecoration && size > 0)
    .map(({ name, contentType, size, inline, contentId, key, infected }) => ({
      ...{ name, contentType, size, inline, contentId, key },
      ...(infected ? { infected } : {}),
    }));
