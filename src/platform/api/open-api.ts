import { applyDecorators, type INestApplication, type Type } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  DocumentBuilder,
  getSchemaPath,
  SwaggerModule,
  type OpenAPIObject,
} from '@nestjs/swagger';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

/** Says who may call a route, which is known outside of the controllers; null for everybody. */
export type RolesOf = (method: string, route: string) => readonly string[] | null;

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

const problemSchema = {
  type: 'object',
  properties: {
    title: { type: 'string' },
    status: { type: 'integer', description: 'As in the status line.' },
    detail: { type: 'string', description: 'What is wrong and what to do, for people.' },
    errors: {
      type: 'array',
      description: 'The fields of a bad input.',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, message: { type: 'string' } },
        required: ['path', 'message'],
      },
    },
  },
  required: ['title', 'status', 'detail'],
};

const problemResponse = {
  description: 'A problem (RFC 9457).',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** A list as all lists are: `{items, nextCursor}`. */
export function ApiPageResponse(item: Type): MethodDecorator {
  const items = { type: 'array', items: { $ref: getSchemaPath(item) } };
  const nextCursor = {
    type: 'string',
    nullable: true,
    description: 'Give it as `cursor` to read on; null on the last page.',
  };
  return applyDecorators(
    ApiExtraModels(item),
    ApiOkResponse({
      description: 'A page.',
      schema: { type: 'object', properties: { items, nextCursor }, required: ['items', 'nextCursor'] },
    }),
  );
}

/**
 * The description of the API, in which each route says whether it needs a key, and of which roles. `others`
 * are the routes that are no controllers'.
 */
export function describeApi(
  app: INestApplication,
  rolesOf: RolesOf,
  others: OpenAPIObject['paths'],
): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Tributary')
    .setDescription('Every lead, once, in every system.')
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key.' }, 'key')
    .build();
  const document = SwaggerModule.createDocument(app, config);
  document.paths = { ...document.paths, ...others };
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: problemSchema },
  };
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of methods) {
      const operation = item[method];
      if (!operation) continue;
      operation.responses['4XX'] = problemResponse;
      secure(operation, rolesOf(method.toUpperCase(), path.replaceAll(/\{(\w+)\}/g, ':$1')));
    }
  }
  return document;
}

function secure(operation: Operation, roles: readonly string[] | null): void {
  if (roles === null) return;
  operation.security = [{ key: [] }];
  operation.description = [operation.description, `Roles: ${roles.join(', ')}.`].filter(Boolean).join('\n\n');
}
