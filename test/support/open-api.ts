import type { ApiClient } from './api-client.js';

/** A route as the OpenAPI document describes it. */
export interface DocumentedRoute {
  readonly method: string;
  /** e.g. `/api/v1/sources/{id}`. */
  readonly path: string;
  readonly needsKey: boolean;
  readonly takesBody: boolean;
  /** Names of query parameters that hold an id of some resource. */
  readonly idFilters: readonly string[];
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly security?: readonly unknown[];
  readonly requestBody?: unknown;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema?: { readonly format?: string };
  }[];
}

export async function documentedRoutes(api: ApiClient): Promise<DocumentedRoute[]> {
  const { status, body } = await api.withKey(null).get<OpenApi>('/docs-json');
  expect(status).toBe(200);
  return Object.entries(body.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { security = [], requestBody, parameters = [] }]) => ({
      method: method.toUpperCase(),
      path,
      needsKey: security.length > 0,
      takesBody: requestBody !== undefined,
      idFilters: parameters
        .filter(
          ({ name, in: place, schema }) =>
            place === 'query' && schema?.format === 'uuid' && name !== 'cursor',
        )
        .map(({ name }) => name),
    })),
  );
}
