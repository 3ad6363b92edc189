import { jobFunctions, seniorities } from '../../../config/job-titles.js';
import { normaliseTitle, remember } from '../../normalisation/index.js';
import type { EnrichmentStep, Finding } from '../enrichment-step.js';

/** How high in a company a job title stands, and in what part of it; each only where a known word tells. */
export const job: EnrichmentStep<'title', 'seniority' | 'jobFunction'> = {
  name: 'job',
  reads: ['title'],
  writes: ['seniority', 'jobFunction'],
  run({ title }) {
    const words = normaliseTitle(title);
    return words === null ? {} : toldBy(words);
  },
};

const toldBy = remember((words: string) => {
  const part = firstThatFits(words, jobFunctions);
  return {
    seniority: told(firstThatFits(words, seniorities) ?? (part === null ? null : 'staff')),
    jobFunction: told(part),
  };
});

function firstThatFits(
  words: string,
  lines: readonly (readonly [string, readonly string[]])[],
): string | null {
  const text = ` ${words} `;
  return lines.find(([, phrases]) => phrases.some((phrase) => text.includes(` ${phrase} `)))?.[0] ?? null;
}

function told(value: string | null): Finding<'title'> | null {
  return value === null ? null : { value, from: 'title' };
}
