export interface RoutePattern {
  readonly method: string;
  /** E.g. `/sobjects/:object/:id`. */
  readonly path: string;
}

export interface RouteMatch<R extends RoutePattern> {
  readonly route: R;
  readonly places: ReadonlyMap<string, string>;
}

/** Finds the route of a path; where several fit, the one that was declared first. */
export class Router<R extends RoutePattern> {
  readonly #routes: readonly { readonly route: R; readonly pattern: readonly string[] }[];

  constructor(routes: readonly R[]) {
    this.#routes = routes.map((route) => ({ route, pattern: route.path.split('/').filter(Boolean) }));
  }

  find(method: string, segments: readonly string[]): RouteMatch<R> | undefined {
    for (const { route, pattern } of this.#routes) {
      const places = route.method === method ? matchPattern(pattern, segments) : undefined;
      if (places) return { route, places };
    }
    return undefined;
  }

  /** The methods that this path does take. */
  methodsOf(segments: readonly string[]): readonly string[] {
    const fitting = this.#routes.filter(({ pattern }) => matchPattern(pattern, segments));
    return [...new Set(fitting.map(({ route }) => route.method))];
  }
}

function matchPattern(
  pattern: readonly string[],
  segments: readonly string[],
): ReadonlyMap<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const places = new Map<string, string>();
  for (const [position, part] of pattern.entries()) {
    const segment = segments[position] ?? '';
    if (part.startsWith(':')) places.set(part.slice(1), segment);
    else if (part !== segment) return undefined;
  }
  return places;
}
