import { Injectable, Logger } from '@nestjs/common';

/**
 * Work for an organisation that goes on while its dispatcher sends: jobs that are handed over or asked about. What is
 * fresh does not wait for it, and the dispatcher keeps its lease until it is done.
 */
@Injectable()
export class Alongside {
  private readonly logger = new Logger(Alongside.name);
  private readonly running = new Map<string, Map<string, Promise<void>>>();

  /** Begins a piece of work; one of the same name must not be going on. */
  begin(organisationKey: string, name: string, work: () => Promise<void>): void {
    const pieces = this.running.get(organisationKey) ?? new Map<string, Promise<void>>();
    this.running.set(organisationKey, pieces);
    const piece = work()
      .catch((error: unknown) => this.logger.error(error instanceof Error ? error : String(error), name))
      .finally(() => pieces.delete(name));
    pieces.set(name, piece);
  }

  isGoingOn(organisationKey: string, name: string): boolean {
    return this.running.get(organisationKey)?.has(name) ?? false;
  }

  isBusy(organisationKey: string): boolean {
    return (this.running.get(organisationKey)?.size ?? 0) > 0;
  }

  /** Resolves when nothing of an organisation goes on any more. */
  async allDone(organisationKey: string): Promise<void> {
    while (this.isBusy(organisationKey)) {
      await Promise.all(this.running.get(organisationKey)?.values() ?? []);
    }
    this.running.delete(organisationKey);
  }
}
