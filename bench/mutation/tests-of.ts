/** The tests that a room's mutants are run against: its own, and those that hold what it promises to others. */
const tests: Readonly<Record<string, readonly string[]>> = {
  spool: ['test/spool/{spool,synced}.test.ts'],
  outbox: ['test/outbox/*.test.ts'],
  admission: ['test/admission/**/*.test.ts'],
};

export const testsOf = (room: string): readonly string[] => tests[room] ?? [`test/${room}/**/*.test.ts`];
