// `postern …` in this process: what a test asks for again and again need not start Node each time.
import { runCommandLine } from '../../src/cli/program.ts';

let last: Promise<unknown> = Promise.resolve();

export type Ran = { status: number | null; stdout: string; stderr: string };

/** Resolves with stdout; rejects with stdout and stderr on any status but 0. */
export async function commandLine(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { status: code, stdout, stderr } = await commandRun(args, env);
  if (code !== 0) {
    throw Object.assign(new Error(`postern ${args.join(' ')} ended with ${code}: ${stderr}`), { code, stdout, stderr });
  }
  return stdout;
}

/** Whatever it answers. One call at a time, since stdout is one. */
export function commandRun(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
  const result = last.then(() => captured(args, env));
  last = result.catch(() => {});
  return result;
}

async function captured(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ran> {
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
    return { status, ...said };
  } finally {
    for (const end of restore) end();
  }
}
