import type { Operation, Operations, Scope } from './operation.ts';

/** Identifier of the resource server whose scopes a token names. */
export const RESOURCE_SERVER = 'almanac';

/** A scope as a token names it: `almanac/read`. */
export const scopeName = (scope: Scope): string => `${RESOURCE_SERVER}/${scope}`;

/** An operation as API Gateway names its route: `POST /api/schedules/{id}/pause`. */
export const routeKey = ({ method, path }: Pick<Operation, 'method' | 'path'>): string => `${method} ${path}`;

/** A route as the infrastructure makes it; `scope` is null where anybody may call. */
export interface ApiRoute {
  readonly route_key: string;
  readonly handler: string;
  readonly scope: Scope | null;
}

/** The routes of all operations, in the order of their keys. */
export const apiRoutes = (all: Operations): ApiRoute[] =>
  Object.values(all)
    .map((operation) => ({
      route_key: routeKey(operation),
      handler: operation.handler,
      scope: operation.scope ?? null,
    }))
    .sort((a, b) => (a.route_key < b.route_key ? -1 : 1));
