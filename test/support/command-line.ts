// `postern …` in this process: what a test asks for again and again need not start Node each time.
import { runCommandLine } from '../../src/cli/program.ts';

let last: Promise<unknown> = Promise.resolve();

/** Resolves with stdout; rejects with stderr on any status but 0. One call at a time, since stdout is one. */
export function commandLine(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const result = last.then(() => captured(args, env));
  last = result.catch(() => {});
  return result;
}

async function captured(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const said = { stdout: '', stderr: '' };
  const restore = (['stdout', 'stderr'] as const).map(name => {
    const stream = process[name];
    const { write } = stream;
    stream.write = (chunk: string | Uint8Array) => {
      said[name] += chunk;
      return true;
    };
    return () => {
      stream.write = write;
    };
  });
  try {
    const status = await runCommandLine(['node', 'postern', ...args], env);
    if (status !== 0) throw new Error(`postern ${args.join(' ')} ended with ${status}: ${said.stderr}`);
    return said.stdout;
  } finally {
    for (const end of restore) end();
  }
}
