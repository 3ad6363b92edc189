import { once } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Team } from '../../src/profiles/matching/index.js';

/** A thread's ports to the others, by share; to itself it has none. */
export type Ports = readonly (MessagePort | null)[];

/** Ports from each thread to each other one. */
export function meshOf(size: number): Ports[] {
  const mesh = Array.from({ length: size }, () =>
    Array.from({ length: size }, (): MessagePort | null => null),
  );
  for (const [one, ports] of mesh.entries())
    for (let other = one + 1; other < size; other += 1) {
      const { port1, port2 } = new MessageChannel();
      ports[other] = port1;
      (mesh[other] ?? [])[one] = port2;
    }
  return mesh;
}

/** Threads that hand each other what they gather through ports. */
export class PortTeam implements Team {
  private readonly received: unknown[][];

  constructor(
    private readonly ports: Ports,
    readonly share: number,
  ) {
    this.received = ports.map(() => []);
    for (const [from, port] of ports.entries())
      port?.on('message', (message: unknown) => this.received[from]?.push(message));
  }

  get size(): number {
    return this.ports.length;
  }

  async gather<T>(mine: T): Promise<readonly T[]> {
    for (const port of this.ports) port?.postMessage(mine);
    const all: T[] = [];
    for (const [share, port] of this.ports.entries()) {
      if (port && this.received[share]?.length === 0) await once(port, 'message');
      // Each thread hands in the same kind of thing at each step.
      all.push(port ? (this.received[share]?.shift() as T) : mine);
    }
    return all;
  }

  leave(): void {
    for (const port of this.ports) port?.close();
  }
}
