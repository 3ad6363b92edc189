/** Nest token of the {@link WorkQueue}. */
export const WORK_QUEUE = Symbol('WORK_QUEUE');

export interface WorkOptions {
  /** Subjects of the topic handled at once in this process; default 1. */
  readonly concurrency?: number;
}

/**
 * Tells workers that there is something to do; what there is to do stands in PostgreSQL alone. A wake may
 * be lost with the process or with Redis, and may come without need, so a handler looks what is due, and a
 * periodic tick finds what no wake announced.
 *
 * Wakes of one topic and subject merge while they wait. One that arrives while its handler runs makes the
 * handler run once more. Within a process, a subject is never handled twice at once.
 */
export interface WorkQueue {
  /** Never throws, and returns soon when Redis is down. */
  wake(topic: string, subject: string): Promise<void>;

  /** Registers the one handler of a topic. What a handler throws is logged and stops nothing. */
  work(topic: string, handler: WorkHandler, options?: WorkOptions): void;

  /** Begins nothing more, and resolves once what is in hand is done. */
  close(): Promise<void>;
}

export type WorkHandler = (subject: string) => Promise<void>;

/** What the queue needs of a logger; Nest's Logger fits. */
export interface WorkLog {
  log(message: string): void;
  warn(message: string): void;
  error(message: string, stack?: string): void;
}
