import type { NormalisedPerson } from '../../src/normalisation/index.js';
import type { LabelledLead } from './dataset.js';

interface Baseline {
  readonly name: string;
  /** Leads with a key in common are one person. */
  readonly keysOf: (
    lead: LabelledLead,
    person: NormalisedPerson,
  ) => readonly (string | false | null | undefined)[];
}

export const baselines: readonly Baseline[] = [
  { name: 'rule: exact e-mail', keysOf: ({ person }) => [person.email?.trim().toLowerCase()] },
  { name: 'rule: canonical e-mail', keysOf: (_lead, { email }) => [email?.address] },
  {
    name: 'rules: e-mail | phone+last | name+domain | name+company',
    keysOf: (_lead, { firstName, lastName, email, phone, company }) => {
      const name = firstName && lastName && `${firstName.folded} ${lastName.folded}`;
      return [
        email && `e ${email.address}`,
        phone && lastName && `p ${phone.e164} ${lastName.folded}`,
        name && email?.kind === 'corporate' && `d ${email.domain} ${name}`,
        name && company && `c ${company.core} ${name}`,
      ];
    },
  },
];

/** The cluster of each lead, named by the first lead in it. */
export function clusterByKeys(keys: readonly (readonly string[])[]): readonly string[] {
  const parent = keys.map((_, lead) => lead);
  const rootOf = (lead: number): number => {
    let root = lead;
    while (parent[root] !== root) root = parent[root] ?? root;
    parent[lead] = root;
    return root;
  };
  const firstWith = new Map<string, number>();
  keys.forEach((own, lead) => {
    for (const key of own) {
      const first = firstWith.get(key);
      if (first === undefined) firstWith.set(key, lead);
      else parent[rootOf(lead)] = rootOf(first);
    }
  });
  return keys.map((_, lead) => String(rootOf(lead)));
}
