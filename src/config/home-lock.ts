import { statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * One gateway per folder. The lock is a listening socket, which the system closes however its owner
 * ends, so no stale lock is left. Null when another process holds it.
 */
export async function lockHome(home: string): Promise<{ release(): void } | null> {
  const { dev, ino } = statSync(home);
  const name = `postern-${dev}-${ino}`;
  // Linux has abstract socket names (unix(7)), which need no file; elsewhere a file can be left behind.
  const path = process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
  const server =
    (await hold(path)) ?? ((await answers(path)) ? null : await rm(path, { force: true }).then(() => hold(path)));
  return server && { release: () => void server.close() };
}

function hold(path: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer(socket => socket.end());
    server.once('error', (cause: NodeJS.ErrnoException) =>
      cause.code === 'EADDRINUSE' ? resolve(null) : reject(cause),
    );
    server.listen(path, () => resolve(server.unref()));
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(path, () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.end());
  });
}
