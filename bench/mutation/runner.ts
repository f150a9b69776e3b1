// Vitest's runner in the process of one test file. It either looks which mutants each test reaches, or runs, for each
// mutant that it is given, the tests that reach it, until one fails. The file is read anew each time; the modules under
// test are read once and hold all mutants, except for mutants of what modules do when they are read.
import { appendFileSync, readFileSync } from 'node:fs';
import { TestRunner, vi } from 'vitest';
import { startTests } from 'vitest/internal/browser';
import type { Job, Said } from './job.ts';

type File = Parameters<TestRunner['onAfterRunFiles']>[0][number];
type Task = File['tasks'][number];
type Ran = Readonly<{ by: string; isTimeout: boolean }> | null;

const job: Job = JSON.parse(readFileSync(process.env.MUTATION_JOB!, 'utf8'));
const say = (said: Said): void => appendFileSync(job.out, `${JSON.stringify(said)}\n`);

const whileRead = 'import';
const inHooks = 'hook';
const state = { cpu: 0, awake: -1, phase: whileRead, reached: {} as Record<string, Set<number>>, unhandled: '' };
Object.assign(globalThis, {
  __mutant(n: number): boolean {
    if (job.kind === 'look') {
      const reached = state.reached[state.phase] ?? new Set();
      state.reached[state.phase] = reached.add(n);
    }
    return n === state.awake;
  },
});
for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, cause => {
    state.unhandled = String(cause);
  });

const spent: Record<string, number> = {};
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const nameOf = (task: Task): string => (task.suite ? `${nameOf(task.suite)} > ${task.name}` : task.name);
const testsIn = (tasks: readonly Task[]): Task[] =>
  tasks.flatMap(task => ('tasks' in task ? testsIn(task.tasks) : task));

export default class MutationRunner extends TestRunner {
  onCollected(files: File[]): void {
    state.phase = inHooks;
    // The tests are run by `hunt` alone.
    if (job.kind === 'hunt') for (const file of files) file.mode = 'skip';
  }
  override async onBeforeRunTask(test: Parameters<TestRunner['onBeforeRunTask']>[0]): Promise<void> {
    await super.onBeforeRunTask(test);
    state.phase = nameOf(test);
    state.cpu = cpuMs();
  }
  override onAfterRunTask(test: Parameters<TestRunner['onAfterRunTask']>[0]): void {
    super.onAfterRunTask(test);
    spent[nameOf(test)] = cpuMs() - state.cpu;
    state.phase = inHooks;
  }
  override async onAfterRunFiles(files: File[]): Promise<void> {
    super.onAfterRunFiles(files);
    if (job.kind === 'look') look(files[0]!);
    else await this.#hunt(files[0]!.filepath, job);
  }

  async #hunt(path: string, { fresh, mutants }: Extract<Job, { kind: 'hunt' }>): Promise<void> {
    say({ pid: process.pid });
    let killed: Said[] = [];
    let killers = new Set<string>();
    /** What was killed counts only if the tests that did it pass again without a mutant. */
    const settle = async (): Promise<void> => {
      if (killed.length === 0) return;
      say({ start: -1, limitMs: 600_000 });
      const red = await this.#run(path, { awake: -1, tests: killers, limitMs: 120_000 });
      for (const each of red ? [] : killed) say(each);
      if (red) say({ doubt: red.by });
      [killed, killers] = [[], new Set()];
    };
    for (const { n, tests, isRead, limitMs, wholeMs } of mutants) {
      if (isRead || fresh) vi.resetModules();
      say({ start: n, limitMs: wholeMs });
      const meet = (ms: number) => this.#run(path, { awake: n, tests: new Set(tests), limitMs: ms });
      const first = await meet(limitMs);
      // A busy machine may have been slow once.
      const red = first?.isTimeout ? await meet(4 * limitMs) : first;
      if (isRead) vi.resetModules();
      if (!red) say({ n, outcome: 'survived' });
      else {
        killed.push({ n, outcome: red.isTimeout ? 'timeout' : 'killed', test: red.by });
        if (tests.includes(red.by)) killers.add(red.by);
        else for (const test of tests) killers.add(test);
      }
      if (killed.length >= 20) await settle();
    }
    await settle();
  }

  /** Null where all of these tests pass. */
  async #run(
    path: string,
    { awake, tests, limitMs }: { awake: number; tests: ReadonlySet<string>; limitMs: number },
  ): Promise<Ran> {
    let red: Ran = null;
    const choose = (task: Task): boolean => {
      const isChosen = 'tasks' in task ? task.tasks.map(choose).some(Boolean) : tests.has(nameOf(task));
      if (!isChosen) task.mode = 'skip';
      return isChosen;
    };
    const quiet = Object.assign(Object.create(this), {
      config: { ...this.config, testTimeout: limitMs, hookTimeout: Math.max(limitMs, 30_000) },
      onTaskUpdate: async () => {},
      onCollectStart: (file: File) => TestRunner.prototype.onCollectStart.call(this, file),
      onCollected: (files: File[]) => files.forEach(choose),
      onBeforeRunTask: async (test: Parameters<TestRunner['onBeforeRunTask']>[0]) => {
        if (red) test.mode = 'skip';
        await TestRunner.prototype.onBeforeRunTask.call(this, test);
      },
      onAfterRunTask: (test: Parameters<TestRunner['onAfterRunTask']>[0]) => {
        if (test.result?.state === 'fail') red = { by: nameOf(test), isTimeout: /timed out in/.test(said(test)) };
      },
      onAfterRunFiles: (files: File[]) => TestRunner.prototype.onAfterRunFiles.call(this, files),
    });
    state.unhandled = '';
    state.awake = awake;
    try {
      const [file] = (await startTests([path], quiet)) as unknown as File[];
      if (!red && file!.result?.state === 'fail') red = { by: inHooks, isTimeout: /timed out in/.test(said(file!)) };
    } finally {
      state.awake = -1;
    }
    return red ?? (state.unhandled === '' ? null : { by: inHooks, isTimeout: false });
  }
}

const said = ({ result }: Pick<Task, 'result'>): string => (result?.errors ?? []).map(({ message }) => message).join();

function look(file: File): void {
  const tests = testsIn(file.tasks).filter(({ mode }) => mode === 'run' || mode === 'queued');
  const isRed = ({ result }: Task) => result?.state === 'fail';
  const reached = Object.fromEntries(Object.entries(state.reached).map(([name, ns]) => [name, [...ns]]));
  say({
    // A test that depends on a quiet machine may fail: it is not asked again.
    red: tests.filter(isRed).map(test => `${nameOf(test)}: ${said(test)}`),
    ms: Object.fromEntries(tests.filter(test => !isRed(test)).map(test => [nameOf(test), test.result?.duration ?? 0])),
    cpuMs: spent,
    reached: { ...reached, [whileRead]: reached[whileRead] ?? [], [inHooks]: reached[inHooks] ?? [] },
  });
}
