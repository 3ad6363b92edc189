import { InProcessQueue } from './in-process-queue.js';
import { describeWorkQueue } from './work-queue.conformance.js';

describeWorkQueue('InProcessQueue', (log) => new InProcessQueue(log));
