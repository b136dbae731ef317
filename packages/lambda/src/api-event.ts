import * as z from 'zod';

const texts = z.record(z.string(), z.string().optional());

/**
 * An event of API Gateway's HTTP APIs, payload format 2.0, as far as it is read here. Whatever is missing or of another
 * kind reads as absent, so that no event fails to be read: it then meets no route, or lacks what its operation needs.
 * Source: API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs".
 */
const apiEvent = z.object({
  routeKey: z.string().catch(''),
  rawQueryString: z.string().catch(''),
  headers: texts.catch({}),
  pathParameters: texts.catch({}),
  body: z.string().optional().catch(undefined),
  isBase64Encoded: z.boolean().catch(false),
  requestContext: z
    .object({
      requestId: z.string().min(1).optional().catch(undefined),
      authorizer: z
        .object({ jwt: z.object({ claims: z.record(z.string(), z.unknown()) }) })
        .optional()
        .catch(undefined),
    })
    .catch({ requestId: undefined, authorizer: undefined }),
});
export type ApiEvent = z.output<typeof apiEvent>;

/** Any value as an event; never throws. */
export const readEvent = (value: unknown): ApiEvent => apiEvent.safeParse(value).data ?? apiEvent.parse({});

/** Who calls: the user of a user's token, the client of a machine's. */
export function callerOf({ requestContext }: ApiEvent): string | undefined {
  const { username, client_id, sub } = requestContext.authorizer?.jwt.claims ?? {};
  return [username, client_id, sub].find((claim) => typeof claim === 'string' && claim !== '') as string | undefined;
}

/** What the token allows, as it says itself. */
export function scopesOf({ requestContext }: ApiEvent): string[] {
  const scope = requestContext.authorizer?.jwt.claims.scope;
  return typeof scope === 'string' ? scope.split(' ') : [];
}
