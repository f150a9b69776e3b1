// The entry of a thread that parses and reads nothing into it.
import { answerJobs } from './worker-thread.ts';

answerJobs(() => null);
