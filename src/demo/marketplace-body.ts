/** What is posted, as the marketplace would. */
export interface Posted {
  readonly contentType: string;
  readonly body: string;
}

export interface Person {
  readonly FirstName: string;
  readonly LastName: string;
  readonly Email: string;
  readonly Phone?: string;
  readonly Country?: string;
  readonly Company?: string;
  readonly Title?: string;
}

/** The fields beside the person. */
export interface Touch {
  readonly LeadSource: string;
  readonly ActionCode?: string;
  readonly OfferTitle?: string;
  readonly Description?: string;
}

/** The JSON that Partner Center posts to an HTTPS endpoint. */
export function asJson(person: Person, touch: Touch): Posted {
  return { contentType: 'application/json', body: JSON.stringify({ UserDetails: person, ...touch }) };
}

/** The same with keys in camel case and a byte order mark, both of which have been seen. */
export function asCamelCaseJson(person: Person, touch: Touch): Posted {
  const body = JSON.stringify({ userDetails: camelCased(person), ...camelCased(touch) });
  return { contentType: 'application/json; charset=utf-8', body: `\uFEFF${body}` };
}

/** The form that the marketplace posts to Salesforce's web-to-lead. */
export function asForm(person: Person, { LeadSource, Description = '' }: Touch): Posted {
  const form = new URLSearchParams({
    oid: '00D000000000001',
    first_name: person.FirstName,
    last_name: person.LastName,
    email: person.Email,
    phone: person.Phone ?? '',
    company: person.Company ?? '',
    title: person.Title ?? '',
    country: person.Country ?? '',
    description: Description,
    lead_source: LeadSource,
    encoding: 'UTF-8',
  });
  return { contentType: 'application/x-www-form-urlencoded', body: form.toString() };
}

function camelCased(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key.slice(0, 1).toLowerCase() + key.slice(1), value]),
  );
}
