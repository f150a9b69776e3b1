// The limits of reading one mail. Past a limit the reader keeps what it has and says so in `problems`.
// The caller has the raw bytes, so nothing is lost.
export const budget = {
  headerBytes: 64 * 1024,
  headerLines: 2000,
  parts: 200,
  depth: 20,
  attachments: 100,
  /** For text and for HTML each, per part and in total. */
  textBytes: 1024 * 1024,
  /** Containers that are opened in memory: winmail.dat and signed S/MIME. */
  containerBytes: 16 * 1024 * 1024,
  reportBytes: 256 * 1024,
  milliseconds: 20_000,
} as const;

/** Lists each problem once, also where two hundred parts have it. */
export function problemList() {
  const problems = new Set<string>();
  return { add: (problem: string) => void problems.add(problem), list: () => [...problems] };
}
export type ProblemList = ReturnType<typeof problemList>;
