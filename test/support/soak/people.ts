import { wordOf } from '../set-up.js';

/** Somebody as a partner tells of them, and as they must stand in every system afterwards. */
export interface Person {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly company: string;
  readonly title: string;
}

/** One person in so many has this title, and rows of theirs are refused at first. */
const TROUBLED_EVERY = 20;
export const TROUBLED_TITLE = 'Head of Trouble';
const COMPANIES = 500;

/** So many people, each another, spread over companies. */
export function makePeople(count: number): Person[] {
  return Array.from({ length: count }, (_, number) => {
    const company = wordOf(`company ${number % COMPANIES}`);
    const firstName = capitalised(wordOf(`first ${number}`));
    const lastName = capitalised(wordOf(`last ${number}`));
    return {
      email: `${firstName}.${lastName}.${number}@${company}.com`.toLowerCase(),
      firstName,
      lastName,
      company: capitalised(company),
      title: number % TROUBLED_EVERY === 0 ? TROUBLED_TITLE : 'Engineer',
    };
  });
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
