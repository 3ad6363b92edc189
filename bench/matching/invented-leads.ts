import type { StatedPerson } from '../../src/normalisation/index.js';
import { seededRandom } from '../../src/profiles/matching/index.js';

const SYLLABLES =
  'ba be bo da de do fa fe ga go ha he ja ka ki la le li lo ma me mi mo na ne no pa pe ra re ri ro sa se so ta te to va ve wa za'.split(
    ' ',
  );
const TITLES = [
  'head of sales',
  'analyst',
  'chief executive officer',
  'marketing manager',
  'engineer',
  'buyer',
  'owner',
  'head of hr',
];
const COUNTRIES = ['US', 'GB', 'DE', 'FR', 'ES', 'IN', 'BR', 'PL', 'SE', 'NL'];
const PROVIDERS = ['gmail.com', 'outlook.com', 'yahoo.com', 'gmx.de'];
/** Of the leads that the benches invent. */
export const SEED = 20_260_101;

const LEADS_PER_PERSON = 1.9;
const PEOPLE_PER_COMPANY = 5;

/** Leads of made-up people, each said differently every time: the same for the same seed. */
export function* inventedLeads(count: number, seed: number): Iterable<StatedPerson> {
  const random = seededRandom(seed);
  const below = (most: number) => Math.floor(random() * most);
  const people = Math.ceil(count / LEADS_PER_PERSON);
  const companies = Math.ceil(people / PEOPLE_PER_COMPANY);
  for (let lead = 0; lead < count; lead += 1) yield say(below(people));

  function say(person: number): StatedPerson {
    const [first, last] = [word(skewed(person, 1, 1_500), 2), word(skewed(person, 2, 30_000), 3)];
    const company = hash(person, 3) % companies;
    const companyName = `${word(company, 3)} ${word(company % 97, 2)}`;
    const number = (hash(person, 4) % 100) + 1;
    const work = `${first}.${last}@${word(company, 3)}${company}.com`;
    const home = `${first}${last}${number}@${PROVIDERS[person % PROVIDERS.length]}`;
    return {
      firstName: random() < 0.08 ? first.charAt(0) : first,
      lastName: random() < 0.04 ? `${last}${last.charAt(0)}` : last,
      email: random() < 0.13 ? null : random() < 0.7 ? work : home,
      phone:
        random() < 0.53
          ? null
          : `+1 415 ${String(2_000_000 + (hash(person, 5) % 8_000_000)).replace(/(\d{3})/, '$1 ')}`,
      country: random() < 0.25 ? null : (COUNTRIES[company % COUNTRIES.length] ?? null),
      company: random() < 0.1 ? null : companyName,
      website: null,
      title: random() < 0.34 ? null : (TITLES[hash(person, 6) % TITLES.length] ?? null),
    };
  }
}

function word(number: number, syllables: number): string {
  let rest = hash(number, syllables);
  let text = '';
  for (let at = 0; at < syllables; at += 1) {
    text += SYLLABLES[rest % SYLLABLES.length];
    rest = Math.floor(rest / SYLLABLES.length);
  }
  return text;
}

function hash(number: number, salt: number): number {
  let mixed = Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** Few names are common and many rare, as in life. */
function skewed(person: number, salt: number, most: number): number {
  const part = hash(person, salt) / 2 ** 32;
  return Math.floor(most * part * part * part);
}
