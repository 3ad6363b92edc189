import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { readEnrichmentSettings } from '../../enrichment/index.js';
import { notFound } from '../../platform/api/index.js';
import { ProfileQueries } from '../../profiles/index.js';
import { SystemError, type MappingEntry } from '../../systems/index.js';
import type { Destination } from '../destinations/destination.entity.js';
import { DestinationService } from '../destinations/destination.service.js';
import { Organisations } from '../destinations/organisations.js';
import { definitionOf, Sessions } from '../destinations/sessions.js';
import { CandidateQueries } from '../dispatch/candidate.queries.js';
import { recordOf } from '../mapping/record.js';
import type { Sync } from '../syncs/sync.entity.js';
import { SyncService } from '../syncs/sync.service.js';
import { originsOf, sentences } from './explain.js';
import { eventsOf, originOf, type KnownRecord } from './origins.js';
import { idsIn } from './ids-in.js';
import type { FoundWhy, ShownReason, ShownWhy, WhyQuery } from './why.dto.js';
import { WhyRepository, type WhyRecord } from './why.repository.js';

/** Goes from a field over there back to what was received. Reads nothing over there but the description of the object. */
@Injectable()
export class WhyService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly candidates: CandidateQueries,
    private readonly syncs: SyncService,
    private readonly destinations: DestinationService,
    private readonly organisations: Organisations,
    private readonly sessions: Sessions,
    private readonly profiles: ProfileQueries,
    private readonly records: WhyRepository,
  ) {}

  async ofRecord(workspaceId: string, syncId: string, recordId: string, field?: string): Promise<ShownWhy> {
    const sync = await this.syncs.find(workspaceId, syncId);
    const record = await this.records.record(workspaceId, syncId, recordId);
    if (!record) throw notFound('record', recordId);
    return this.explain(sync, record, field);
  }

  /** Records that are known over there by an id, or by an id that stands in an address. */
  async find(workspaceId: string, { remoteId, url, field }: WhyQuery): Promise<FoundWhy> {
    const ids = [...(remoteId === undefined ? [] : [remoteId]), ...(url === undefined ? [] : idsIn(url))];
    const found = ids.length === 0 ? [] : await this.records.byRemoteIds(workspaceId, ids);
    const items: ShownWhy[] = [];
    for (const record of found) {
      const sync = await this.syncs.find(workspaceId, record.syncId);
      items.push(await this.explain(sync, record, field));
    }
    return { items, nextCursor: null };
  }

  private async explain(sync: Sync, record: WhyRecord, field: string | undefined): Promise<ShownWhy> {
    const { workspaceId } = sync;
    const { recordId, syncId, profileId, accountId, remoteId, written } = record;
    const destination = await this.destinations.find(workspaceId, sync.destinationId);
    const fields = field === undefined ? Object.keys(written).toSorted() : [field];
    const mapping = await this.mappingOf(sync, destination);
    const writers = await this.records.writers(workspaceId, recordId, fields);
    const known = await this.known(sync, destination, record);
    const reasons = fields.map((name): ShownReason => {
      const entry = mapping.find(({ to }) => to === name) ?? null;
      const explained = {
        field: name,
        value: written[name] ?? null,
        written: writers.get(name) ?? null,
        mapping: entry,
        origins: entry ? originsOf(entry, (one) => originOf(known, one)) : [],
      };
      return { ...explained, sentences: sentences(explained) };
    });
    return {
      recordId,
      syncId,
      profileId,
      accountId,
      remoteId,
      link: await this.link(destination, sync.object, remoteId),
      reasons,
    };
  }

  /** The default mapping follows from what the organisation has; where it cannot be asked now, it is not known. */
  private async mappingOf(sync: Sync, destination: Destination): Promise<readonly MappingEntry[]> {
    if (sync.mapping) return sync.mapping;
    try {
      const { session, definition, config } = await this.sessions.open(destination);
      const object = definition.objects[sync.object];
      return object?.defaultMapping(await session.describe(sync.object), config) ?? [];
    } catch (error) {
      if (error instanceof SystemError) return [];
      throw error;
    }
  }

  private async known(sync: Sync, { type }: Destination, record: WhyRecord): Promise<KnownRecord> {
    const { workspaceId } = sync;
    const { manager } = this.dataSource;
    const ids = [record.recordId];
    const [candidate] = await this.candidates.ofDeliveries(manager, sync, definitionOf(type), ids);
    const enrichment = await readEnrichmentSettings(this.dataSource, workspaceId);
    const profile =
      record.profileId === null ? null : await this.profiles.read(workspaceId, record.profileId);
    const leads = await this.records.leads(workspaceId, profile ? eventsOf(profile) : []);
    return { values: candidate ? recordOf(candidate, enrichment) : {}, profile, leads };
  }

  private async link(
    { type, organisationKey }: Destination,
    object: string,
    remoteId: string | null,
  ): Promise<string | null> {
    if (remoteId === null || organisationKey === null) return null;
    const organisation = await this.organisations.find(organisationKey);
    return organisation && definitionOf(type).recordUrl(organisation.name, remoteId, object);
  }
}
