import type { Finding } from '../platform/finding.js';
import { rows, type Sql } from '../platform/database/index.js';

interface FoundSource {
  readonly name: string;
  readonly workspace: string;
  readonly type: string;
  readonly quarantined: boolean;
  readonly validatedAt: Date | null;
}

/** Sources through which no lead would get on, or that were never tried. */
export async function checkSources(sql: Sql): Promise<Finding[]> {
  const sources = await rows<FoundSource>(
    sql,
    `SELECT s.name, w.name AS workspace, s.type, s.quarantined, s.validated_at AS "validatedAt"
     FROM source s JOIN workspace w ON w.id = s.workspace_id
     WHERE s.enabled AND s.deleted_at IS NULL ORDER BY w.name, s.name`,
  );
  if (sources.length === 0) return [noSource];
  return sources.flatMap((source) => {
    const findings = problemsOf(source);
    return findings.length > 0 ? findings : [fine(source)];
  });
}

const noSource: Finding = {
  about: 'sources',
  level: 'warning',
  message: 'no source is enabled, so no lead can arrive',
  fix: 'Make one with POST /api/v1/sources.',
};

function problemsOf(source: FoundSource): Finding[] {
  const findings: Finding[] = [];
  if (source.type === 'marketplace' && source.validatedAt === null) {
    findings.push({
      about: aboutOf(source),
      level: 'warning',
      message: 'never received a test lead',
      fix: 'Put its intake address into Partner Center and validate the connection there, which sends one.',
    });
  }
  if (source.quarantined) {
    findings.push({
      about: aboutOf(source),
      level: 'warning',
      message: 'is quarantined: what arrives is kept and goes no further',
      fix: 'Release it with POST /api/v1/sources/{id}/release once its leads are trusted.',
    });
  }
  return findings;
}

function fine(source: FoundSource): Finding {
  return {
    about: aboutOf(source),
    level: 'ok',
    message: source.validatedAt ? `last test lead ${source.validatedAt.toISOString()}` : 'takes leads',
  };
}

function aboutOf({ name, workspace }: FoundSource): string {
  return `source “${name}” of ${workspace}`;
}
