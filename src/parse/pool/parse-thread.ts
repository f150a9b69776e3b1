// The entry of a thread that only parses.
import { answerJobs } from './worker-thread.ts';

answerJobs(() => null);
