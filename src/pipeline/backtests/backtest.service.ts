import { Inject, Injectable } from '@nestjs/common';
import { normaliserVersion } from '../../normalisation/index.js';
import { badInput, notFound, type FieldError, type Page, type PageQuery } from '../../platform/api/index.js';
import { WORK_QUEUE, type WorkQueue } from '../../platform/queue/index.js';
import { loadModel, ProfileQueries, Rehearsals, type MatchModel } from '../../profiles/index.js';
import type { ShownBacktest, ShownBacktestDetail, StartBacktest, StartedBacktest } from './backtest.dto.js';
import { nothingYet, progressOf } from './backtest.js';
import { BacktestRepository, type StoredBacktest } from './backtest.repository.js';

export const BACKTEST = 'match-backtest';

/** Backtests as they are asked for and looked at; the worker carries them out. */
@Injectable()
export class BacktestService {
  constructor(
    private readonly backtests: BacktestRepository,
    private readonly rehearsals: Rehearsals,
    private readonly people: ProfileQueries,
    @Inject(WORK_QUEUE) private readonly queue: WorkQueue,
  ) {}

  /** @throws {ProblemError} 400 for thresholds in the wrong order, an empty window, or a model that cannot be used */
  async start(workspaceId: string, asked: StartBacktest): Promise<StartedBacktest> {
    const held = await this.rehearsals.thresholds(workspaceId);
    const rules = {
      autoMerge: asked.autoMerge ?? held.autoMerge,
      review: asked.review ?? Math.min(held.review, asked.autoMerge ?? held.review),
      withoutGuards: [...new Set(asked.withoutGuards)],
    };
    const since = asked.from === undefined ? null : new Date(asked.from);
    const until = asked.until === undefined ? new Date() : new Date(asked.until);
    const problems: FieldError[] = [];
    if (rules.review > rules.autoMerge)
      problems.push({ path: 'review', message: 'must not be above autoMerge' });
    if (since && since > until) problems.push({ path: 'until', message: 'must not be before from' });
    const model = asked.model === undefined ? null : readModel(asked.model, problems);
    if (problems.length > 0) throw badInput(problems);
    const modelVersion = model?.version ?? this.rehearsals.modelVersion;
    const backtestId = await this.backtests.start(workspaceId, { since, until, rules, model, modelVersion });
    await this.queue.wake(BACKTEST, workspaceId);
    return { backtestId };
  }

  async list(workspaceId: string, page: PageQuery): Promise<Page<ShownBacktest>> {
    const { items, nextCursor } = await this.backtests.list(workspaceId, page);
    return { items: items.map(show), nextCursor };
  }

  async read(workspaceId: string, id: string): Promise<ShownBacktestDetail> {
    const found = await this.backtests.read(workspaceId, id);
    if (!found) throw notFound('backtest', id);
    const samples = found.report?.samples ?? [];
    const people = await this.people.byIds(
      workspaceId,
      samples.flatMap(({ profileIds }) => profileIds),
    );
    return {
      ...show(found),
      samples: samples.map(({ kind, profileIds, probability, guard, prior, evidence }) => ({
        kind,
        profileIds: [...profileIds],
        people: profileIds.flatMap((profileId) => people.get(profileId) ?? []),
        probability,
        guard,
        prior,
        evidence: [...evidence],
      })),
    };
  }

  /** One that is under way ends with that. */
  async remove(workspaceId: string, id: string): Promise<void> {
    if (!(await this.backtests.remove(workspaceId, id))) throw notFound('backtest', id);
  }
}

function readModel(given: unknown, problems: FieldError[]): MatchModel | null {
  try {
    const model = loadModel(given);
    if (model.normaliserVersion === normaliserVersion) return model;
    const message = `was trained on values of normaliser version ${model.normaliserVersion}, and this is ${normaliserVersion}; train it again`;
    problems.push({ path: 'model', message });
  } catch (error) {
    problems.push({ path: 'model', message: error instanceof Error ? error.message : String(error) });
  }
  return null;
}

function show(stored: StoredBacktest): ShownBacktest {
  const { report, phase, total, done, phaseBeganAt, rules, ...rest } = stored;
  const { samples: _, ...counts } = report ?? nothingYet;
  return {
    ...rest,
    rules: { ...rules, withoutGuards: [...rules.withoutGuards] },
    progress: progressOf({ phase, total, done }, phaseBeganAt, stored.endedAt),
    report: counts,
  };
}
