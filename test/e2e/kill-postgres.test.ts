// The gateway and its PostgreSQL are killed under load, with the queue on PostgreSQL.
import { execFileSync } from 'node:child_process';
import { afterEach, test } from 'vitest';
import { killServer, postmasterPid } from '../support/embedded.ts';
import { type GatewayProcess, startGatewayProcess } from '../support/gateway.ts';
import { killGateway, kills, ordeal, ordealMs } from './ordeal.ts';

let gateway: GatewayProcess | null = null;
afterEach(async () => {
  await gateway?.stop('SIGKILL');
  if (gateway) await killServer(`${gateway.home}/postgres`);
  await gateway?.remove();
});

test(
  `the gateway, and its PostgreSQL, killed ${kills} times, with the queue on PostgreSQL`,
  async () => {
    gateway = await startGatewayProcess({ DATABASE_URL: '', LOG_LEVEL: 'warn' });
    const running = gateway;
    const postgres = `${running.home}/postgres`;
    await ordeal(running, kills, async round => {
      if (round % 10 === 4) killBackend(postgres);
      else if (round % 10 === 9) await killServer(postgres);
      else {
        if (round % 5 === 2) await killServer(postgres);
        await killGateway(running);
      }
    });
  },
  ordealMs,
);

/** One session's process, chosen by chance: PostgreSQL then ends them all and recovers. */
function killBackend(dir: string): void {
  const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(postmasterPid(dir))], { encoding: 'utf8' });
  const sessions = children.split('\n').filter(line => line.includes('postgres: postern'));
  const chosen = sessions[Math.floor(Math.random() * sessions.length)];
  if (chosen) process.kill(Number.parseInt(chosen, 10), 'SIGKILL');
}
