import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import {
  LeadEventRepository,
  readLeadSettings,
  type LeadFact,
  type LeadSettings,
  type ReadLead,
  type UnreadLead,
} from '../leads/index.js';
import { fence, isolate, type Lease } from '../platform/database/index.js';
import { Matcher, ProfileService, type Placement } from '../profiles/index.js';
import { Onward } from './onward.js';
import { batchOf, settled, splitRepeats, type Original } from './placing.js';
import { readLead, unreadable, type Reading } from './read-lead.js';

export const BATCH = 200;

/**
 * The way of a lead, a batch at a time: read what was received, say whose it is, fold it into the person,
 * mark what must be delivered. One transaction each, under the workspace's matcher lease, so that two leads
 * of one person that arrive together see each other and a crash leaves nothing half done.
 */
@Injectable()
export class Pipeline {
  private readonly logger = new Logger(Pipeline.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly events: LeadEventRepository,
    private readonly matcher: Matcher,
    private readonly profiles: ProfileService,
    private readonly onward: Onward,
  ) {}

  /** Takes the oldest unread leads all the way. Answers how many there were. */
  async advance(workspaceId: string, lease: Lease): Promise<number> {
    const unread = await this.events.unread(this.dataSource.manager, workspaceId, BATCH);
    await isolate(
      unread,
      (leads) => this.take(workspaceId, lease, leads),
      (lead, sqlState) => this.setAside(workspaceId, lease, lead, sqlState),
    );
    return unread.length;
  }

  private async take(workspaceId: string, lease: Lease, leads: readonly UnreadLead[]): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await fence(manager, lease);
      const sourceIds = [...new Set(leads.map(({ sourceId }) => sourceId))];
      const held = await this.events.quarantined(manager, workspaceId, sourceIds);
      const present = leads.map((lead) => ({ ...lead, quarantined: held.has(lead.sourceId) }));
      const { read, placement } = await this.read(manager, workspaceId, present);
      const { founded, regrouped, redirects } = placement;
      const facts = factsOf(read, leads);
      const plain = facts.filter(({ profileId }) => !regrouped.includes(profileId));
      await this.profiles.add(manager, workspaceId, plain, founded);
      await this.events.saveReadings(manager, workspaceId, read);
      await this.profiles.refold(manager, workspaceId, regrouped, redirects);
      await this.showValidated(manager, workspaceId, read, leads);
      const touched = [...facts.map(({ profileId }) => profileId), ...regrouped];
      await this.onward.pass(manager, workspaceId, touched);
    });
  }

  /** A lead that cannot be stored as it was read must not hold back those behind it. Its body stays. */
  private async setAside(
    workspaceId: string,
    lease: Lease,
    lead: UnreadLead,
    sqlState: string,
  ): Promise<void> {
    this.logger.error(
      `Lead ${lead.id} cannot be stored as read (PostgreSQL error ${sqlState}); it is set aside`,
    );
    await this.dataSource.transaction(async (manager) => {
      await fence(manager, lease);
      await this.events.saveReadings(manager, workspaceId, [unreadable(lead, refusedBy(sqlState))]);
    });
  }

  /** Reads leads again that were read before; people whose leads changed hands are folded anew. */
  async again(manager: EntityManager, workspaceId: string, leads: readonly UnreadLead[]): Promise<void> {
    const { read, placement } = await this.read(manager, workspaceId, leads);
    const { founded, regrouped, redirects, emptied } = placement;
    const before = leads.flatMap(({ profileId }) => profileId ?? []);
    const after = read.flatMap(({ profileId }) => profileId ?? []);
    const touched = [...new Set([...before, ...after, ...regrouped])].toSorted();
    await this.profiles.make(manager, workspaceId, founded);
    await this.events.saveReadings(manager, workspaceId, read);
    await this.events.takeRepeatsAlong(
      manager,
      workspaceId,
      read.map(({ id }) => id),
    );
    await this.matcher.remove(manager, workspaceId, emptied);
    await this.profiles.refold(manager, workspaceId, touched, redirects);
    await this.showValidated(manager, workspaceId, read, leads);
    await this.onward.pass(manager, workspaceId, touched);
  }

  /** Matches anew the leads of nodes that an older version of the normaliser made. Answers how many nodes there were. */
  async renew(workspaceId: string, lease: Lease, limit: number): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      await fence(manager, lease);
      const outdated = await this.matcher.outdated(manager, workspaceId, limit);
      if (outdated.length === 0) return 0;
      const leads = await this.events.saidAt(manager, workspaceId, outdated);
      const arrivals = leads.map(({ nodeId, ...lead }) => ({ ...lead, formerNodeId: nodeId }));
      const placement = await this.matcher.place(manager, workspaceId, {
        arrivals,
        followers: [],
        departures: [],
      });
      const { homes, founded, regrouped, redirects, emptied } = placement;
      const owners = [...homes.values()].map(({ profileId }) => profileId);
      const touched = [...new Set([...leads.map(({ profileId }) => profileId), ...owners, ...regrouped])];
      await this.profiles.make(manager, workspaceId, founded);
      await this.events.move(
        manager,
        workspaceId,
        new Map([...homes].map(([eventId, { nodeId }]) => [eventId, nodeId])),
      );
      await this.matcher.retire(manager, workspaceId, outdated, emptied);
      await this.profiles.refold(manager, workspaceId, touched.toSorted(), redirects);
      await this.onward.pass(manager, workspaceId, touched);
      return outdated.length;
    });
  }

  private async read(
    sql: EntityManager,
    workspaceId: string,
    leads: readonly UnreadLead[],
  ): Promise<{ read: ReadLead[]; placement: Placement }> {
    const settings = await readLeadSettings(sql, workspaceId);
    const readings = leads.map((lead) => readLead(lead, settings));
    const known = await this.knownRepeats(sql, workspaceId, readings, settings);
    const { firsts, repeats } = splitRepeats(readings, leads, known, settings);
    const placement = await this.matcher.place(sql, workspaceId, batchOf(firsts, repeats, leads));
    this.logger.debug(`Read ${leads.length} lead(s), ${repeats.length} of them repeats`);
    const all = [...firsts, ...repeats.map(({ reading }) => reading)];
    const read = all.map((reading) => settled(reading, placement.homes.get(reading.id)));
    return { read, placement };
  }

  private async knownRepeats(
    sql: EntityManager,
    workspaceId: string,
    readings: readonly Reading[],
    { repeatMinutes }: LeadSettings,
  ): Promise<ReadonlyMap<string, Original>> {
    if (repeatMinutes === 0) return new Map();
    const parsed = readings.filter(({ status }) => status === 'parsed');
    const found = await this.events.repeats(
      sql,
      workspaceId,
      parsed.map(({ id }) => id),
      parsed.map(({ bodyHash }) => bodyHash),
      repeatMinutes,
    );
    return new Map(found.map(({ id, originalId, nodeId }) => [id, { id: originalId, nodeId }]));
  }

  private async showValidated(
    sql: EntityManager,
    workspaceId: string,
    read: readonly ReadLead[],
    leads: readonly UnreadLead[],
  ): Promise<void> {
    const tests = new Set(read.filter(({ status }) => status === 'test').map(({ id }) => id));
    const sources = new Set(leads.filter(({ id }) => tests.has(id)).map(({ sourceId }) => sourceId));
    await this.events.markValidated(sql, workspaceId, [...sources]);
  }
}

function refusedBy(sqlState: string): string {
  return (
    `The database refused what was read from this lead (PostgreSQL error ${sqlState}). ` +
    'The body is kept; it can be read again with a replay once the cause is removed.'
  );
}

function factsOf(read: readonly ReadLead[], leads: readonly UnreadLead[]): LeadFact[] {
  const received = new Map(leads.map((lead) => [lead.id, lead]));
  return read.flatMap(({ id, status, profileId, ...said }) => {
    const lead = received.get(id);
    if (status !== 'parsed' || !profileId || !lead) return [];
    return [{ ...said, eventId: id, profileId, sourceId: lead.sourceId, receivedAt: lead.receivedAt }];
  });
}
