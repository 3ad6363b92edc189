import { comparisons, type FrequencyField } from './comparisons/index.js';
import type { Frequencies, FrequencyTable } from './frequencies.js';

/** How often pairs of one person (m) and of two (u) reach a level; parts of 1. */
export interface LevelRates {
  readonly label: string;
  readonly m: number;
  readonly u: number;
}

/** The trained weights and frequencies, frozen in a versioned file. */
export interface MatchModel {
  /** Goes with every decision, so that it can be told which model made it. */
  readonly version: string;
  /** The version of the normaliser on whose values it was trained. */
  readonly normaliserVersion: number;
  /** Log2 of the odds that any two records are one person. */
  readonly prior: number;
  /** By comparison: the rates of its levels in order. */
  readonly levels: Readonly<Record<string, readonly LevelRates[]>>;
  readonly frequencies: Frequencies;
}

/** Reads a model file. @throws {Error} that names what is wrong with it. */
export function loadModel(json: unknown): MatchModel {
  const model = object(json, 'the model');
  const rates = object(model.levels, 'levels');
  const frequencies = object(model.frequencies, 'frequencies');
  return {
    version: text(model.version, 'version'),
    normaliserVersion: number(model.normaliserVersion, 'normaliserVersion'),
    prior: number(model.prior, 'prior'),
    levels: Object.fromEntries(
      comparisons.map(({ name, levels }) => [name, readLevels(rates[name], name, levels.length)]),
    ),
    frequencies: {
      firstName: readTable(frequencies.firstName, 'firstName'),
      lastName: readTable(frequencies.lastName, 'lastName'),
    },
  };
}

function readLevels(json: unknown, comparison: string, count: number): readonly LevelRates[] {
  if (!Array.isArray(json) || json.length !== count) {
    throw wrong(`levels.${comparison} must be a list of ${count} levels`);
  }
  return json.map((entry: unknown, index) => {
    const place = `levels.${comparison}[${index}]`;
    const level = object(entry, place);
    return {
      label: text(level.label, `${place}.label`),
      m: rate(level.m, `${place}.m`),
      u: rate(level.u, `${place}.u`),
    };
  });
}

function readTable(json: unknown, field: FrequencyField): FrequencyTable {
  const place = `frequencies.${field}`;
  const table = object(json, place);
  const values = Object.entries(object(table.values, `${place}.values`));
  return {
    other: rate(table.other, `${place}.other`),
    agreement: rate(table.agreement, `${place}.agreement`),
    values: Object.fromEntries(
      values.map(([value, frequency]) => [value, rate(frequency, `${place}.values.${value}`)]),
    ),
  };
}

function object(json: unknown, place: string): Record<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw wrong(`${place} must be an object`);
  return json as Record<string, unknown>;
}

function text(json: unknown, place: string): string {
  if (typeof json !== 'string' || json === '') throw wrong(`${place} must be a text`);
  return json;
}

function number(json: unknown, place: string): number {
  if (typeof json !== 'number' || !Number.isFinite(json)) throw wrong(`${place} must be a number`);
  return json;
}

function rate(json: unknown, place: string): number {
  const value = number(json, place);
  if (value <= 0 || value > 1) throw wrong(`${place} must be above 0 and at most 1`);
  return value;
}

function wrong(what: string): Error {
  return new Error(`The model for matching cannot be used: ${what}.`);
}
