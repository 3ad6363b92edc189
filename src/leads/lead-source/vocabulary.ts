/** The stores a marketplace lead can come from, as they are spelled in a reading. */
export const knownSources = ['AzureMarketplace', 'AzurePortal', 'AppSource', 'TestDrive'] as const;
export type KnownSource = (typeof knownSources)[number];

/** The documented action codes; the vendor never published a complete list. */
export const knownActions = ['INS', 'PLT', 'DNC', 'Create', 'StartTestDrive'] as const;
export type KnownAction = (typeof knownActions)[number];

const sourcesByName = new Map<string, KnownSource>([
  ...knownSources.map((source) => [source.toLowerCase(), source] as const),
  ['spza', 'AppSource'],
]);

const actionsByName = new Map<string, KnownAction>(
  knownActions.map((action) => [action.toLowerCase(), action]),
);

/** The source a text names in any casing, by its alias, or followed by an explanation as in `AppSource (SPZA)`. */
export function sourceNamed(text: string): KnownSource | null {
  return sourcesByName.get(withoutExplanation(text).toLowerCase()) ?? null;
}

/** The documented spelling of an action code in any casing; null for one that is not documented. */
export function actionNamed(text: string): KnownAction | null {
  return actionsByName.get(text.toLowerCase()) ?? null;
}

function withoutExplanation(text: string): string {
  const opening = text.indexOf('(');
  return opening > 0 && text.endsWith(')') ? text.slice(0, opening).trimEnd() : text;
}
