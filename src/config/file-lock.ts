// Locks on files, which the system gives back however their owner ends. They hold across containers that share a
// volume, where process numbers and network addresses say nothing (fcntl(2), open file description locks).
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
// @ts-expect-error: it brings no types.
import native from 'fs-native-extensions';

const tryLock: (fd: number) => boolean = native.tryLock;

export type FileLock = Readonly<{
  /** A process that inherits it holds the lock, too, until both have ended. */
  fd: number;
  /** Says in the file who holds it. */
  note(text: string): void;
  /** Closes our end; the file stays, since removing it would let a second owner in. */
  release(): void;
}>;

/** Null where another process holds it, in whichever container. */
export function lockFile(path: string): FileLock | null {
  const fd = openSync(path, 'a+', 0o600);
  try {
    if (!tryLock(fd)) {
      closeSync(fd);
      return null;
    }
  } catch (cause) {
    closeSync(fd);
    throw new Error(`${path} cannot be locked (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
  let open = true;
  return {
    fd,
    note(text) {
      ftruncateSync(fd, 0);
      writeSync(fd, `${text}\n`);
    },
    release() {
      if (open) closeSync(fd);
      open = false;
    },
  };
}

/** What its owner says in it. */
export function noteIn(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
