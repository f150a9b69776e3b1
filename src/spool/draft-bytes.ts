import { type FileHandle, open, rm } from 'node:fs/promises';

/** Bytes that come in pieces and are read again: in memory, and from a size on in a file of their own. */
export type DraftBytes = Readonly<{
  write(chunk: Buffer): Promise<void>;
  /** All that was written so far, from the start. */
  read(): AsyncGenerator<Buffer>;
  size(): number;
  discard(): Promise<void>;
}>;

const inMemory = 1024 * 1024;

export function openDraftBytes(path: string): DraftBytes {
  let chunks: Buffer[] = [];
  let size = 0;
  let file: FileHandle | null = null;
  return {
    async write(chunk) {
      chunks.push(Buffer.from(chunk));
      size += chunk.length;
      if (!file && size <= inMemory) return;
      file ??= await open(path, 'wx+', 0o600);
      for (const part of chunks.splice(0)) await file.appendFile(part);
    },
    async *read() {
      if (!file) yield* chunks;
      else yield* file.createReadStream({ start: 0, end: size - 1, autoClose: false });
    },
    size: () => size,
    async discard() {
      chunks = [];
      const open_ = file;
      file = null;
      if (!open_) return;
      await open_.close();
      await rm(path, { force: true });
    },
  };
}
