/** How far a person came with an offer, the furthest first. */
export const leadStages = ['active', 'trial', 'initial-interest', 'do-not-contact'] as const;
export type LeadStage = (typeof leadStages)[number];

/** The stage of each action code; codes are compared without regard to case. */
export type LeadStages = Readonly<Record<string, LeadStage>>;

/** The vendor's own pages changed their mind about these, so a workspace may set others. */
export const defaultStages: LeadStages = {
  PLT: 'initial-interest',
  INS: 'active',
  Create: 'active',
  StartTestDrive: 'trial',
  DNC: 'do-not-contact',
};

/** Stages with others laid over them, code by code; null takes a code away. */
export function withStages(
  stages: LeadStages,
  change: Readonly<Record<string, LeadStage | null>>,
): LeadStages {
  const laid = new Map(Object.entries(stages));
  for (const [code, stage] of Object.entries(change)) {
    const known = [...laid.keys()].find((one) => sameCode(one, code)) ?? code.trim();
    if (stage === null) laid.delete(known);
    else laid.set(known, stage);
  }
  return Object.fromEntries(laid);
}

/** The stage of an action; null without an action and for one that has no stage. */
export function stageOf(action: string | null, stages: LeadStages = defaultStages): LeadStage | null {
  if (action === null) return null;
  return Object.entries(stages).find(([code]) => sameCode(code, action))?.[1] ?? null;
}

function sameCode(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** The furthest of the stages that a person's leads stand at; null where none has a stage. */
export function furthestStage(stages: Iterable<LeadStage | null>): LeadStage | null {
  const reached = new Set(stages);
  return leadStages.find((stage) => reached.has(stage)) ?? null;
}
