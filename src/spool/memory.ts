import type { Spooled } from './spool.ts';
import type { SpooledMail } from './spooled-mail.ts';

/**
 * Keeps the bytes of small mails that were just committed, so that a worker in this process reads no file. A process
 * that has read no mail yet, as a listener alone, keeps none.
 */
export type Memory = Readonly<{
  keeping(id: string): (mail: SpooledMail, bytes: Buffer) => void;
  read(id: string): Spooled | null;
  forget(id: string): void;
}>;

const maxBytes = 8 * 1024 * 1024;

export function createMemory(): Memory {
  const kept = new Map<string, Readonly<{ mail: SpooledMail; bytes: Buffer }>>();
  let total = 0;
  let isAsked = false;
  function forget(id: string): void {
    total -= kept.get(id)?.bytes.length ?? 0;
    kept.delete(id);
  }
  return {
    keeping: id => (mail, bytes) => {
      if (!isAsked) return;
      kept.set(id, { mail, bytes });
      total += bytes.length;
      // The oldest first: the worker of another process may file them.
      for (const old of kept.keys()) {
        if (total <= maxBytes) break;
        forget(old);
      }
    },
    read(id) {
      isAsked = true;
      const found = kept.get(id);
      return found ? { mail: found.mail, bytes: () => only(found.bytes) } : null;
    },
    forget,
  };
}

export async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  if (bytes.length > 0) yield bytes;
}
