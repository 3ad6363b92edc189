import { ControlRefused } from './refusal.js';

/** What a setting may be. */
export interface SettingRule {
  /** Read after "must be". */
  readonly expected: string;
  holds(value: unknown): boolean;
}

export const flag: SettingRule = {
  expected: 'true or false',
  holds: (value) => typeof value === 'boolean',
};

export const textList: SettingRule = {
  expected: 'a list of texts',
  holds: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
};

export function atLeast(minimum: number): SettingRule {
  return {
    expected: `a whole number from ${minimum}`,
    holds: (value) => Number.isSafeInteger(value) && Number(value) >= minimum,
  };
}

export function oneOf(...words: string[]): SettingRule {
  return {
    expected: words.join(', '),
    holds: (value) => typeof value === 'string' && words.includes(value),
  };
}

export function orNull(rule: SettingRule): SettingRule {
  return { expected: `${rule.expected}, or null`, holds: (value) => value === null || rule.holds(value) };
}

/** Settings with a change applied. Throws {@link ControlRefused} listing everything that is wrong with it. */
export function changedSettings<S extends object>(
  rules: Readonly<Record<keyof S & string, SettingRule>>,
  settings: Readonly<S>,
  change: Readonly<Record<string, unknown>>,
): S {
  const isSetting = (name: string): name is keyof S & string => Object.hasOwn(rules, name);
  const problems = Object.entries(change).flatMap(([name, value]) => {
    if (!isSetting(name)) return [`there is no setting ${name}; there are ${Object.keys(rules).join(', ')}`];
    return rules[name].holds(value) ? [] : [`${name} must be ${rules[name].expected}`];
  });
  if (problems.length > 0) throw new ControlRefused(`Settings not changed: ${problems.join('; ')}.`);
  return { ...settings, ...change };
}
