import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, MoreThan } from 'typeorm';
import {
  badInput,
  conflict,
  notFound,
  pageOf,
  refused,
  uniqueName,
  type FieldError,
  type Page,
  type PageQuery,
} from '../../platform/api/index.js';
import { Clock } from '../../platform/clock.js';
import { Settings } from '../../platform/config/index.js';
import { newId } from '../../platform/database/index.js';
import { checkUrl } from '../../platform/http/index.js';
import {
  checkSettings,
  SystemError,
  systemOf,
  withAdvice,
  type CheckItem,
  type SystemConfig,
  type SystemDefinition,
} from '../../systems/index.js';
import { Budgets } from '../quota/budgets.js';
import { DeliveryMarker } from '../delivery.marker.js';
import type {
  CreateDestination,
  DestinationCheck,
  ShownDestination,
  UpdateDestination,
} from './destination.dto.js';
import { Destination } from './destination.entity.js';
import { Organisations } from './organisations.js';
import type { Pause } from './pause.dto.js';
import { Pauses } from './pauses.js';
import { Sessions } from './sessions.js';

@Injectable()
export class DestinationService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly sessions: Sessions,
    private readonly organisations: Organisations,
    private readonly budgets: Budgets,
    private readonly pauses: Pauses,
    private readonly marker: DeliveryMarker,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  async create(
    workspaceId: string,
    { type, name, config, credentials }: CreateDestination,
  ): Promise<ShownDestination> {
    const definition = systemOf(type);
    if (!definition)
      throw badInput([{ path: 'type', message: 'is not a type of GET /api/v1/destination-types' }]);
    this.check(definition, config, credentials);
    const id = newId();
    const sealed = this.sessions.seal({ workspaceId, id }, credentials);
    const credentialNames = Object.keys(credentials);
    await uniqueName('destination', name, () =>
      this.dataSource
        .getRepository(Destination)
        .insert({ workspaceId, id, type, name, config, credentials: sealed, credentialNames }),
    );
    return this.read(workspaceId, id);
  }

  async list(workspaceId: string, { limit, cursor }: PageQuery): Promise<Page<ShownDestination>> {
    const read = await this.dataSource.getRepository(Destination).find({
      where: { workspaceId, ...(cursor && { id: MoreThan(cursor) }) },
      order: { id: 'ASC' },
      take: limit + 1,
    });
    const pauses = await this.pauses.inForce(
      workspaceId,
      read.map(({ id }) => id),
    );
    return pageOf(read, limit, (destination) => show(destination, pauses.get(destination.id) ?? null));
  }

  async read(workspaceId: string, id: string): Promise<ShownDestination> {
    const pauses = await this.pauses.inForce(workspaceId, [id]);
    return show(await this.find(workspaceId, id), pauses.get(id) ?? null);
  }

  async find(workspaceId: string, id: string): Promise<Destination> {
    const destination = await this.dataSource.getRepository(Destination).findOneBy({ workspaceId, id });
    if (!destination) throw notFound('destination', id);
    return destination;
  }

  /** Settings and credentials merge by name: what is not given stays as it is, and null removes. What was paused is tried again. */
  async update(workspaceId: string, id: string, change: UpdateDestination): Promise<ShownDestination> {
    const before = await this.find(workspaceId, id);
    const definition = systemOf(before.type);
    const config = merged(before.config, change.config);
    const credentials = merged(this.sessions.unseal(before), change.credentials);
    if (definition && (change.config || change.credentials)) {
      this.check(definition, config, credentials);
      refuseSecretsElsewhere(definition, before, { ...change, config });
      await this.refuseAnotherOrganisation(before, config, credentials);
    }
    const after = {
      name: change.name ?? before.name,
      enabled: change.enabled ?? before.enabled,
      config,
      credentials: this.sessions.seal(before, credentials),
      credentialNames: Object.keys(credentials),
      state: 'ready' as const,
      stateMessage: null,
      version: before.version + 1,
    };
    const { affected } = await uniqueName('destination', after.name, () =>
      this.dataSource.getRepository(Destination).update({ workspaceId, id, version: before.version }, after),
    );
    if (affected === 0)
      throw conflict('The destination was changed by somebody else at this moment. Try again.');
    await this.askAnew(before);
    await this.goOn({ ...before, ...after });
    return this.read(workspaceId, id);
  }

  /** Refused while syncs use it. What was written over there stays. */
  async delete(workspaceId: string, id: string): Promise<void> {
    await this.find(workspaceId, id);
    const [used] = await this.dataSource.query<{ name: string }[]>(
      `SELECT name FROM sync WHERE workspace_id = $1 AND destination_id = $2 LIMIT 1`,
      [workspaceId, id],
    );
    if (used) throw conflict(`The sync “${used.name}” uses this destination. Delete its syncs first.`);
    await this.dataSource.getRepository(Destination).delete({ workspaceId, id });
    this.sessions.forget(id);
  }

  /**
   * Signs in, binds the destination to its organisation, and looks at each object for what would fail later.
   * When all is well, what was paused goes on at once.
   */
  async tryOut(workspaceId: string, id: string): Promise<DestinationCheck> {
    const destination = await this.find(workspaceId, id);
    this.sessions.forget(id);
    await this.askAnew(destination);
    const checks: CheckItem[] = [];
    try {
      const { session, definition, organisationKey } = await this.sessions.open(destination);
      checks.push({ name: 'sign-in', ok: true, message: `Signed in to ${organisationKey}.` });
      for (const object of Object.keys(definition.objects)) {
        session.forget(object);
        checks.push(...(await session.check(object)));
      }
      await this.budgets.book(organisationKey);
      const { calls } = session.usage();
      await this.organisations.spend(organisationKey, calls, definition.limits.callsPerDay);
      if (checks.every(({ ok }) => ok)) await this.goOn({ ...destination, organisationKey });
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      if (error.kind === 'sign-in') await this.sessions.needSignIn(destination, error.message);
      checks.push({ name: 'sign-in', ok: false, message: withAdvice(error.failure) });
    }
    return { ok: checks.every(({ ok }) => ok), checks };
  }

  /** Somebody may have bought calls: what the system said of them is no reason not to ask. */
  private async askAnew({ organisationKey }: Destination): Promise<void> {
    if (organisationKey !== null) await this.budgets.askAnew(organisationKey);
  }

  private async goOn(destination: Destination): Promise<void> {
    await this.pauses.lift(destination);
    // What was announced followed from a budget that may have changed.
    await this.dataSource.query(
      `UPDATE sync SET next_send_at = $3 WHERE workspace_id = $1 AND destination_id = $2`,
      [destination.workspaceId, destination.id, this.clock.now()],
    );
    await this.marker.wakeDispatchers(destination.workspaceId);
  }

  private check(
    definition: SystemDefinition,
    config: SystemConfig,
    credentials: Readonly<Record<string, string>>,
  ): void {
    const problems: FieldError[] = checkSettings(definition, config, credentials);
    for (const { name, type } of definition.config) {
      const url = config[name];
      if (type !== 'url' || typeof url !== 'string') continue;
      const problem = checkUrl(url, { allowPrivateNetwork: this.settings.ALLOW_PRIVATE_NETWORK });
      if (problem) problems.push({ path: `config.${name}`, message: problem });
    }
    if (problems.length > 0) throw badInput(problems);
  }

  /** Credentials of an organisation that cannot be reached now are taken; they are held to it when they are used. */
  private async refuseAnotherOrganisation(
    before: Destination,
    config: SystemConfig,
    credentials: Record<string, string>,
  ) {
    if (before.organisationKey === null) return;
    const session = this.sessions.connect(before, config, credentials);
    const found = await session.identify().catch(() => null);
    if (found && found.key !== before.organisationKey) {
      throw refused(
        `These settings lead to another organisation (${found.name}) than the one “${before.name}” is bound to. Make a new destination for it.`,
      );
    }
  }
}

/**
 * Stored secrets are never sent to an address that was not there when they were entered: whoever could change
 * the address alone could have them sent to a server of their own.
 */
function refuseSecretsElsewhere(
  { config: fields, credentials }: SystemDefinition,
  before: Destination,
  change: { readonly config: SystemConfig; readonly credentials?: Readonly<Record<string, unknown>> },
): void {
  const moved = fields.find(
    ({ name, type }) => type === 'url' && originOf(before.config[name]) !== originOf(change.config[name]),
  );
  if (!moved) return;
  const missing = credentials.filter(
    ({ name, secret }) =>
      secret && before.credentialNames.includes(name) && !(name in (change.credentials ?? {})),
  );
  if (missing.length === 0) return;
  const message = `must be given again, because config.${moved.name} leads to another address now`;
  throw refused(
    'Stored secrets are not sent to another address than the one they were entered for.',
    missing.map(({ name }) => ({ path: `credentials.${name}`, message })),
  );
}

function originOf(url: unknown): string | null {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).origin : null;
}

/** As JSON Merge Patch (RFC 7396) does it, one level deep. */
function merged<Value>(
  before: Readonly<Record<string, Value>>,
  change: Readonly<Record<string, Value | null>> = {},
): Record<string, Value> {
  const entries = Object.entries({ ...before, ...change });
  return Object.fromEntries(entries.filter((entry): entry is [string, Value] => entry[1] !== null));
}

function show(destination: Destination, pause: Pause | null): ShownDestination {
  const { id, type, name, config, credentialNames, enabled, organisationKey, state, stateMessage } =
    destination;
  return {
    id,
    type,
    name,
    config,
    credentials: Object.fromEntries(
      credentialNames.map((credential) => [credential, { set: true as const }]),
    ),
    enabled,
    organisation: organisationKey,
    state,
    stateMessage,
    pause,
    createdAt: destination.createdAt,
    updatedAt: destination.updatedAt,
  };
}
