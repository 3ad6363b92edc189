import { normaliserVersion } from '../../../normalisation/index.js';
import { blockingNumbers } from '../blocking.js';
import { comparisons } from '../comparisons/index.js';
import { countFrequencies } from '../frequencies.js';
import type { MatchModel } from '../match-model.js';
import type { PreparedNode } from '../prepared-node.js';
import { compare } from '../scoring.js';
import { countOf, fitPairs, split } from './expectation-maximisation.js';
import { declaredRates, PatternCounter, ratesOf, type Pattern, type Rates } from './level-counts.js';
import { seededRandom } from './seeded-random.js';
import { countPatterns, oneEmployer, patternsOf, positionsOf, sessions } from './sessions.js';

export interface TrainingOptions {
  readonly version: string;
  readonly seed: number;
  readonly report: (line: string) => void;
}

const RANDOM_PAIRS = 300_000;
const IMAGINED_RANDOM_PAIRS = 10_000;
const IMAGINED_NAMESAKES = 20;
/** A name that fewer people share is left out of the file: it might point at one of them. */
const COMMON_NAME = 5;
const PASSES = 3;
const LEAST_SHARE = 1e-9;

/** Trains on records without labels: u from random pairs, m by EM in several sessions, the prior from both. */
export function trainModel(nodes: readonly PreparedNode[], options: TrainingOptions): MatchModel {
  const random = randomPairs(nodes, options.seed);
  const found = sessions
    .map((session) => ({
      ...session,
      heldOut: positionsOf(session.heldOut),
      trains: positionsOf(session.trains),
      patterns: patternsOf(nodes, session),
    }))
    .filter(({ patterns }) => patterns.length > 0);
  const candidates = countPatterns(nodes, blockingNumbers);
  const pairs = (nodes.length * (nodes.length - 1)) / 2;

  let u = ratesOf(random, declaredRates('u'), IMAGINED_RANDOM_PAIRS);
  let m = declaredRates('m');
  let share = 1 / nodes.length;
  for (let pass = 1; pass <= PASSES; pass += 1) {
    const fits = found.map((session) => ({ session, ...fitPairs(session.patterns, session.heldOut, u, m) }));
    for (const fit of fits) {
      const matches = Math.round(fit.share * countOf(fit.session.patterns));
      options.report(`pass ${pass}, ${fit.session.name}: ${matches} matches after ${fit.rounds} rounds`);
    }
    m = average(
      fits.map((fit) => ({
        ...fit,
        trains: fit.session.trains,
        matches: fit.share * countOf(fit.session.patterns),
      })),
    );
    share = fitShare(candidates, m, u, pairs);
    u = ratesOfOthers({
      random: split(random, m, u, share).other,
      colleagues: fits.flatMap(({ session, share: matching }) =>
        session.name === oneEmployer.name
          ? split(session.patterns, m, u, matching, session.heldOut).other
          : [],
      ),
      namesakes: split(candidates, m, u, (share * pairs) / countOf(candidates)).other,
    });
  }
  options.report(`about ${Math.round(share * pairs)} matching pairs in all`);
  return {
    version: options.version,
    normaliserVersion,
    prior: rounded(Math.log2(share / (1 - share))),
    levels: Object.fromEntries(
      comparisons.map(({ name, levels }, comparison) => [
        name,
        levels.map(({ label }, level) => ({
          label,
          m: rounded(m[comparison]?.[level] ?? 1),
          u: rounded(u[comparison]?.[level] ?? 1),
        })),
      ]),
    ),
    frequencies: {
      firstName: countFrequencies(nodes, 'firstName', COMMON_NAME),
      lastName: countFrequencies(nodes, 'lastName', COMMON_NAME),
    },
  };
}

function randomPairs(nodes: readonly PreparedNode[], seed: number): readonly Pattern[] {
  const random = seededRandom(seed);
  const counter = new PatternCounter();
  const pick = () => nodes[Math.floor(random() * nodes.length)];
  for (let pair = 0; pair < RANDOM_PAIRS; pair += 1) {
    const [a, b] = [pick(), pick()];
    if (a !== undefined && b !== undefined && a !== b) counter.add(compare(a, b));
  }
  return counter.patterns();
}

/** The m of each comparison over all sessions that train it, each counting by the matches it found. */
function average(
  fits: readonly { readonly m: Rates; readonly matches: number; readonly trains: readonly number[] }[],
): Rates {
  return comparisons.map(({ levels }, comparison) => {
    const trained = fits.filter(({ trains }) => trains.includes(comparison));
    const matches = trained.reduce((sum, fit) => sum + fit.matches, 0);
    if (matches === 0) return levels.map(({ m }) => m);
    return levels.map(
      (_, level) =>
        trained.reduce((sum, fit) => sum + (fit.m[comparison]?.[level] ?? 0) * fit.matches, 0) / matches,
    );
  });
}

/** The share of matches among all pairs with which the model expects as many matches as it finds. */
function fitShare(candidates: readonly Pattern[], m: Rates, u: Rates, pairs: number): number {
  let share = countOf(candidates) / 2 / pairs;
  for (let round = 0; round < 20; round += 1) share = countOf(split(candidates, m, u, share).same) / pairs;
  return Math.max(share, LEAST_SHARE);
}

/**
 * u without the matches that random pairs contain too: few, but most of those that agree on much. How often two
 * agree within a case can only be seen where the case is common: on mailboxes, phones and titles among colleagues,
 * on addresses that are made from a name among namesakes.
 */
function ratesOfOthers({
  random,
  colleagues,
  namesakes,
}: Record<'random' | 'colleagues' | 'namesakes', readonly Pattern[]>): Rates {
  const declared = declaredRates('u');
  const rates = ratesOf(random, declared, IMAGINED_RANDOM_PAIRS);
  const ofColleagues = ratesOf([...random, ...colleagues], declared, IMAGINED_RANDOM_PAIRS);
  const ofNamesakes = ratesOf(namesakes, declared, IMAGINED_NAMESAKES);
  return comparisons.map(({ levels }, comparison) =>
    levels.map(({ given }, level) => {
      const seen = given === undefined ? rates : given === 'made from one name' ? ofNamesakes : ofColleagues;
      return seen[comparison]?.[level] ?? 1;
    }),
  );
}

/** To digits that matter, so that a model can be read. */
function rounded(value: number): number {
  return Number(value.toPrecision(5));
}
