// The entry of a reading thread: it parses a mail and reads its words.
import { answerJobs } from '../../parse/pool/worker-thread.ts';
import { readWords, type WordFacts } from './words.ts';

answerJobs<WordFacts, ReturnType<typeof readWords>>(readWords);
