/** What the process of one test file is to do. `out`: where it says what it found, a line of JSON each. */
export type Job = Readonly<
  { out: string } & ({ kind: 'look' } | { kind: 'hunt'; fresh: boolean; mutants: readonly Hunted[] })
>;
/** `isRead`: it acts when its module is read. `limitMs`: of one test. `wholeMs`: after which the process is stuck. */
export type Hunted = Readonly<{
  n: number;
  tests: readonly string[];
  isRead: boolean;
  limitMs: number;
  wholeMs: number;
}>;
export type Look = Readonly<{
  /** The tests that fail without a mutant. */
  red: readonly string[];
  /** How long the others take. */
  ms: Readonly<Record<string, number>>;
  /** What each costs this process. */
  cpuMs: Readonly<Record<string, number>>;
  /** The mutants that each test reaches; `import`: while modules are read; `hook`: before and after tests. */
  reached: Readonly<Record<string, readonly number[]>>;
}>;
export type Outcome = 'killed' | 'survived' | 'timeout';
export type Found = Readonly<{ n: number; outcome: Outcome; test?: string }>;
export type Said =
  | Look
  | Found
  | Readonly<{ pid: number }>
  | Readonly<{ start: number; limitMs: number }>
  /** These tests fail without a mutant after others ran. */
  | Readonly<{ doubt: string }>;
