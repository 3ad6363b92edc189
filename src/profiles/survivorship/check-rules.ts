import { isUUID } from 'class-validator';
import type { FieldError } from '../../platform/api/index.js';
import { fieldGroupNames, fieldGroups, ruleNames, type RuleName } from './rules.js';
import type { RulesChange } from './survivorship-settings.js';

const SOURCES_AT_MOST = 100;

/** What is wrong with a change of rules as somebody sent it; nothing when it is a {@link RulesChange}. */
export function ruleProblems(change: Readonly<Record<string, unknown>>): FieldError[] {
  return Object.entries(change).flatMap(([group, rule]) => {
    const path = `survivorship.${group.slice(0, 100)}`;
    if (!(fieldGroupNames as readonly string[]).includes(group)) return [{ path, message: noGroup(group) }];
    return rule === null ? [] : problemsOf(rule, path);
  });
}

/** The sources that a change names, with their places. */
export function sourcesIn(change: RulesChange): { readonly path: string; readonly id: string }[] {
  return Object.entries(change).flatMap(([group, rule]) =>
    rule?.rule === 'source-priority'
      ? rule.sources.map((id, index) => ({ path: `survivorship.${group}.sources.${index}`, id }))
      : [],
  );
}

function noGroup(name: string): string {
  const group = fieldGroupNames.find((one) => (fieldGroups[one] as readonly string[]).includes(name));
  if (group) return `shares a rule with ${fieldGroups[group].join(', ')}, which is set as ${group}`;
  return `is none of ${fieldGroupNames.join(', ')}`;
}

function problemsOf(rule: unknown, path: string): FieldError[] {
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule))
    return [{ path, message: 'must be an object such as {"rule":"most-recent"}, or null for the default' }];
  const { rule: name, sources, ...others } = rule as Readonly<Record<string, unknown>>;
  return [
    ...(ruleNames.includes(name as RuleName)
      ? []
      : [{ path: `${path}.rule`, message: `must be one of ${ruleNames.join(', ')}` }]),
    ...sourceProblems(name, sources, `${path}.sources`),
    ...Object.keys(others).map((other) => ({
      path: `${path}.${other.slice(0, 100)}`,
      message: 'is no part of a rule',
    })),
  ];
}

function sourceProblems(rule: unknown, sources: unknown, path: string): FieldError[] {
  if (rule !== 'source-priority')
    return sources === undefined ? [] : [{ path, message: 'belongs to source-priority alone' }];
  if (!Array.isArray(sources) || sources.length === 0 || sources.length > SOURCES_AT_MOST)
    return [
      { path, message: `must be a list of 1 to ${SOURCES_AT_MOST} ids of sources, the most trusted first` },
    ];
  return sources.flatMap((id, index) => {
    if (!isUUID(id)) return [{ path: `${path}.${index}`, message: 'must be the id of a source' }];
    return sources.indexOf(id) < index ? [{ path: `${path}.${index}`, message: 'is named twice' }] : [];
  });
}
