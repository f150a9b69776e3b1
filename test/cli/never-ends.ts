// Loaded into a process before all else: its pools lose their connections when they are ended, and never say that they
// have ended, as where a connection has been lost and whoever took it out still waits for something else.
import pg from 'pg';

type Pool = { _clients: { connection: { stream: { destroy(): void } } }[]; end(): Promise<void> };

pg.Pool.prototype.end = function end(this: Pool): Promise<void> {
  for (const { connection } of this._clients) connection.stream.destroy();
  return new Promise(() => {});
} as typeof pg.Pool.prototype.end;
