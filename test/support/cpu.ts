/** Milliseconds of CPU that `run` costs this thread: what else the machine does says nothing of the code. */
export function cpuMs(run: () => void): number {
  const before = process.threadCpuUsage();
  run();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}
