import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.js';

export interface ExportJob {
  readonly jobId: string;
  readonly jobName: string;
  readonly entityType: string;
  readonly createdAt: Date;
  readonly doneAt: Date;
  readonly signature: string;
  /** The file; made when the job is finished. */
  result: string | null;
  readonly make: () => string;
}

const URL_LIVES_MS = 24 * 3_600_000;

export class ExportJobs {
  readonly #jobs: ExportJob[] = [];

  constructor(private readonly clock: Clock) {}

  begin(jobName: string, entityType: string, seconds: number, make: () => string): ExportJob {
    const createdAt = this.clock.now();
    const job: ExportJob = {
      jobId: randomBytes(12).toString('hex'),
      jobName,
      entityType,
      createdAt,
      doneAt: new Date(createdAt.getTime() + seconds * 1_000),
      signature: randomBytes(16).toString('hex'),
      result: null,
      make,
    };
    this.#jobs.unshift(job);
    return job;
  }

  find(jobId: string): ExportJob | undefined {
    return this.#jobs.find((job) => job.jobId === jobId);
  }

  /** Newest first. */
  all(): readonly ExportJob[] {
    return this.#jobs;
  }

  isRunning(): boolean {
    return this.#jobs.some((job) => this.statusOf(job) !== 'finished');
  }

  statusOf(job: ExportJob): 'processing' | 'finished' {
    if (job.doneAt > this.clock.now()) return 'processing';
    job.result ??= job.make();
    return 'finished';
  }

  /** The file behind a signed address; undefined where the signature is wrong or has ended. */
  resultOf(jobId: string, signature: string | null): string | undefined {
    const job = this.find(jobId);
    if (!job || job.signature !== signature) return undefined;
    const age = this.clock.now().getTime() - job.doneAt.getTime();
    return age > URL_LIVES_MS ? undefined : (job.result ?? undefined);
  }
}
