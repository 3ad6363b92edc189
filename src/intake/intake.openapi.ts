import type { OpenAPIObject } from '@nestjs/swagger';
import {
  LONGEST_EXTERNAL_ID,
  LONGEST_NAME,
  LONGEST_VALUE,
  textFields,
  VALUES_AT_MOST,
} from './partner/lead-check.js';
import { LEADS_AT_MOST } from './partner/leads-in.js';

type Paths = OpenAPIObject['paths'];
type Operation = NonNullable<Paths[string]['post']>;
type Schema = Record<string, unknown>;

const secret: Operation['parameters'] = [
  {
    name: 'secret',
    in: 'path',
    required: true,
    description: 'From the source’s `intakePath`.',
    schema: { type: 'string' },
  },
];

const json = (schema: Schema) => ({ 'application/json': { schema } });
const object = (properties: Record<string, Schema>): Schema => ({ type: 'object', properties });
const kept = { ...object({ eventId: { type: 'string', format: 'uuid' } }), required: ['eventId'] };
const text = { type: 'string', nullable: true };

const marketplace: Operation = {
  operationId: 'MarketplaceIntake_receive',
  tags: ['intake'],
  description:
    'Takes a lead from Microsoft’s commercial marketplace. Any body is kept and answered with 200 once it is committed; what is odd about it is said at the event.',
  parameters: secret,
  requestBody: {
    description: 'A lead as Partner Center sends it; up to 256 KiB.',
    content: json({ type: 'object' }),
  },
  responses: {
    200: { description: 'Kept.', content: json(kept) },
    503: { description: 'It could not be stored now. Send it again.' },
  },
};

const values: Schema = {
  type: 'object',
  nullable: true,
  maxProperties: VALUES_AT_MOST,
  description: `Names of up to ${LONGEST_NAME} characters, and texts of up to ${LONGEST_VALUE}, numbers, true or false.`,
  additionalProperties: {
    oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }],
    nullable: true,
  },
};

const partnerLead: Schema = {
  ...object({
    ...Object.fromEntries(textFields.map((name) => [name, text])),
    externalId: { ...text, maxLength: LONGEST_EXTERNAL_ID, description: 'Your own id of this lead.' },
    occurredAt: { ...text, description: 'When it happened, in ISO 8601.' },
    campaign: { oneOf: [text, values] },
    attributes: values,
  }),
  additionalProperties: false,
};

const refusal = object({
  title: { type: 'string' },
  status: { type: 'integer' },
  detail: { type: 'string' },
  errors: {
    type: 'array',
    items: object({ path: { type: 'string' }, message: { type: 'string' } }),
  },
});

const partner: Operation = {
  operationId: 'PartnerIntake_receive',
  tags: ['intake'],
  description:
    'Takes leads from a partner. Each is kept on its own once it is committed; one that is refused does not refuse the others. ' +
    'Refused is only what is no object, has a value of a wrong JSON type or beyond a limit, or a field that no lead has.',
  parameters: secret,
  requestBody: {
    description: `One lead or an array of up to ${LEADS_AT_MOST}; up to 256 KiB each and 4 MiB in all.`,
    content: json({ oneOf: [partnerLead, { type: 'array', maxItems: LEADS_AT_MOST, items: partnerLead }] }),
  },
  responses: {
    200: {
      description: 'What became of each lead, in the order in which they were sent.',
      content: json({
        ...object({ results: { type: 'array', items: { oneOf: [kept, object({ error: refusal })] } } }),
        required: ['results'],
      }),
    },
    400: { description: 'The body is not JSON; nothing was kept.' },
    413: { description: `More than 4 MiB or ${LEADS_AT_MOST} leads; nothing was kept.` },
    503: {
      description: 'Not all could be stored now. Send all again: those that were kept count as repeats.',
    },
  },
};

/** The routes that take leads, for the API's document: they are no controllers, so it does not find them itself. */
export const intakePaths: Paths = {
  '/intake/marketplace/{secret}': { post: marketplace },
  '/intake/partner/{secret}': { post: partner },
};
