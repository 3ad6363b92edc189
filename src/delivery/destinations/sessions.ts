import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import pLimit from 'p-limit';
import { DataSource } from 'typeorm';
import { Clock } from '../../platform/clock.js';
import type { OutboundHttp } from '../../platform/http/index.js';
import { OUTBOUND_HTTP } from '../../platform/http/index.js';
import { SecretBox, type SealedColumn } from '../../platform/secrets/index.js';
import {
  applyDefaults,
  systems,
  SystemError,
  type Budget,
  type SystemConfig,
  type SystemDefinition,
  type SystemSession,
} from '../../systems/index.js';
import { Budgets, provisionalSubject } from '../quota/budgets.js';
import { Destination } from './destination.entity.js';
import { Organisations } from './organisations.js';

/** Where the credentials of destinations are stored. */
export const destinationCredentials: SealedColumn = {
  table: 'destination',
  column: 'credentials',
  purpose: 'credentials',
};

/** Look-ups and writes of one session that are under way at once; each may be several calls. */
const CALLS_AT_ONCE = 4;

/** A session that is signed in to the organisation that its destination is bound to. */
export interface BoundSession {
  readonly session: SystemSession;
  /** Makes a look-up or a write when fewer than so many others are under way. */
  readonly inTurn: <T>(call: () => Promise<T>) => Promise<T>;
  readonly definition: SystemDefinition;
  /** With the declared defaults. */
  readonly config: SystemConfig;
  readonly organisationKey: string;
}

interface Kept {
  readonly version: number;
  readonly bound: Promise<BoundSession>;
}

/** Sessions of this process, one a destination, kept while its settings stay the same. */
@Injectable()
export class Sessions {
  private readonly kept = new Map<string, Kept>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly organisations: Organisations,
    private readonly budgets: Budgets,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
    @Inject(OUTBOUND_HTTP) private readonly http: OutboundHttp,
  ) {}

  /** Signs in if need be. Throws {@link SystemError}; the first sign-in binds the destination. */
  async open(destination: Destination): Promise<BoundSession> {
    const kept = this.kept.get(destination.id);
    if (kept?.version === destination.version) return kept.bound;
    const bound = this.signIn(destination);
    this.kept.set(destination.id, { version: destination.version, bound });
    bound.catch(() => this.forget(destination.id));
    return bound;
  }

  forget(destinationId: string): void {
    this.kept.delete(destinationId);
  }

  /** A session on settings as they are given for a destination, saved or not. Nothing is sent before its first call. */
  connect(
    destination: Pick<Destination, 'id' | 'type' | 'organisationKey'>,
    config: Destination['config'],
    credentials: Readonly<Record<string, string>>,
  ): SystemSession {
    return this.connectOn(this.budgetOf(destination), destination.type, config, credentials);
  }

  seal(
    { workspaceId, id }: Pick<Destination, 'workspaceId' | 'id'>,
    credentials: Readonly<Record<string, string>>,
  ): string {
    return this.secrets.seal(JSON.stringify(credentials), place(workspaceId, id));
  }

  unseal({ workspaceId, id, credentials }: Destination): Record<string, string> {
    return JSON.parse(this.secrets.open(credentials, place(workspaceId, id))) as Record<string, string>;
  }

  /** Shows at the destination that nothing can be sent until somebody acts. */
  async needSignIn({ workspaceId, id }: Destination, message: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE destination SET state = 'needs-sign-in', state_message = $3 WHERE workspace_id = $1 AND id = $2`,
      [workspaceId, id, message],
    );
  }

  private async signIn(destination: Destination): Promise<BoundSession> {
    const definition = definitionOf(destination.type);
    const budget = this.budgetOf(destination);
    const credentials = this.unseal(destination);
    const session = this.connectOn(budget, destination.type, destination.config, credentials);
    budget.reporter.listenTo(session);
    const organisation = await session.identify();
    await this.organisations.know(organisation, definition.limits.callsPerDay);
    await this.bind(destination, organisation.key, organisation.name);
    await budget.belongTo(organisation.key);
    const config = applyDefaults(definition.config, destination.config);
    return {
      session,
      inTurn: pLimit(CALLS_AT_ONCE),
      definition,
      config,
      organisationKey: organisation.key,
    };
  }

  private budgetOf({ id, type, organisationKey }: Pick<Destination, 'id' | 'type' | 'organisationKey'>) {
    return this.budgets.open(organisationKey ?? provisionalSubject(id), definitionOf(type).limits);
  }

  private connectOn(
    budget: Budget,
    type: string,
    config: Destination['config'],
    credentials: Readonly<Record<string, string>>,
  ): SystemSession {
    const surroundings = { http: this.http, now: () => this.clock.now(), budget };
    return definitionOf(type).connect({ config, credentials }, surroundings);
  }

  private async bind(destination: Destination, key: string, name: string): Promise<void> {
    if (destination.organisationKey !== null && destination.organisationKey !== key) {
      throw anotherOrganisation(destination.name, name);
    }
    await this.dataSource.query(
      `UPDATE destination SET organisation_key = $3, state = 'ready', state_message = NULL
       WHERE workspace_id = $1 AND id = $2 AND (organisation_key IS NULL OR organisation_key = $3)`,
      [destination.workspaceId, destination.id, key],
    );
  }
}

/** Records that were delivered belong to the organisation they are in, so a destination cannot change it. */
export function anotherOrganisation(destination: string, found: string): SystemError {
  return new SystemError('misconfigured', {
    code: 'another-organisation',
    message: `These credentials lead to another organisation (${found}) than the one “${destination}” is bound to.`,
    field: null,
    advice:
      'Give it credentials of the organisation that it was first connected to, or make a new destination.',
    whoActs: 'admin',
  });
}

export function definitionOf(type: string): SystemDefinition {
  const definition = systems[type];
  if (!definition) throw new Error(`No system is registered under the type ${type}.`);
  return definition;
}

function place(workspaceId: string, recordId: string) {
  return { workspaceId, recordId, purpose: destinationCredentials.purpose };
}
