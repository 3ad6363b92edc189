import { pick, type Random } from '../random.js';
import { startAndKill, startService, type Surroundings, type TestService } from '../service.js';

export type Role = 'all' | 'web' | 'worker';

interface Member {
  readonly role: Role;
  service: TestService | null;
}

/** The processes of one installation, any of which may be killed. */
export class Crew {
  private readonly members: Member[];

  constructor(
    private readonly surroundings: Surroundings,
    roles: readonly Role[],
  ) {
    this.members = roles.map((role) => ({ role, service: null }));
  }

  async start(): Promise<void> {
    await Promise.all(this.members.map((member) => this.begin(member)));
  }

  /** Where the installation answers now; null while nothing does. */
  get url(): string | null {
    return this.members.find(({ role, service }) => service && role !== 'worker')?.service?.url ?? null;
  }

  get output(): string {
    return this.members.map(({ service }) => service?.output() ?? '').join('');
  }

  /** Kills the next process, at times also the one that follows it while that still starts, and begins it anew. */
  async killOne(random: Random): Promise<string> {
    const member = pick(() => 0, this.members);
    this.members.push(...this.members.splice(0, 1));
    const { service } = member;
    member.service = null;
    await service?.kill();
    const alsoAtStart = this.members.length === 1 && random() < 0.25;
    const afterMs = Math.round(random() * 1_200);
    if (alsoAtStart) await startAndKill(this.surroundings, afterMs);
    await this.begin(member);
    return alsoAtStart ? `${member.role}, and again ${afterMs} ms after its start` : member.role;
  }

  async stop(): Promise<void> {
    await Promise.all(this.members.map(({ service }) => service?.stop()));
  }

  private async begin(member: Member): Promise<void> {
    member.service = await startService(this.surroundings, { TRIBUTARY_ROLE: member.role });
  }
}
