import { apiError, gatewayError } from '../../api/api-error.ts';
import { statusOf } from '../../api/error-statuses.ts';
import type { Answer, Operation } from '../../api/operation.ts';
import type { Components, JsonSchema } from './components.ts';

export interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: JsonSchema }>>;
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema; readonly example?: unknown }>>;
}

interface Failure {
  readonly meaning: string;
  /** Name among the components, of those that operations share. */
  readonly name?: string;
  /** Codes that every operation can answer. */
  readonly codes?: readonly string[];
}

const FAILURES: Readonly<Record<number, Failure>> = {
  400: { meaning: 'The request is wrong' },
  401: { meaning: 'There is no valid token', name: 'Unauthorized', codes: ['unauthorized'] },
  403: { meaning: 'The token does not allow this', name: 'Forbidden', codes: ['forbidden'] },
  404: { meaning: 'There is no such thing' },
  409: { meaning: 'It contradicts what is there' },
  412: { meaning: 'It has changed since' },
  413: { meaning: 'The body is too large', name: 'TooLarge', codes: [] },
  429: { meaning: 'Too much at once', name: 'TooManyRequests', codes: [] },
  500: { meaning: 'Something went wrong on our side', name: 'InternalError', codes: ['internal_error'] },
  503: { meaning: 'It cannot be done now, or not in time', name: 'Unavailable', codes: [] },
};

/** Statuses of every operation; of one that asks for a token; of one with parameters in its path. */
const ALWAYS = [400, 429, 500, 503];
const PROTECTED = [401, 403, 413];
const WITH_PARAMS = [404];

/** Statuses that the gateway itself answers, with a body of its own. */
const ALSO_BY_GATEWAY = [401, 403, 413, 429, 500, 503];
/** Of these it alone does, unless an error of the operation has that status. */
const BY_GATEWAY_ALONE = [413, 503];

/** Every answer of an operation by its status: the declared ones and those of errors. */
export function responsesOf(operation: Operation, components: Components): Record<string, Response | JsonSchema> {
  const declared = Object.entries(operation.answers).map(
    ([status, answer]) => [status, answered(answer, components)] as const,
  );
  const failed = [...codesByStatus(operation)].map(([status, codes]) => {
    const { name, codes: shared = [] } = FAILURES[status] ?? {};
    if (name !== undefined && codes.length === shared.length) {
      return [String(status), { $ref: `#/components/responses/${name}` }] as const;
    }
    // A parameter can make the path one that the gateway does not know.
    const isByGateway = isAlsoByGateway(status) || (status === 404 && operation.params !== undefined);
    return [String(status), failure(status, codes, bodyOf(status, codes, isByGateway, components))] as const;
  });
  return Object.fromEntries([...declared, ...failed]);
}

/** The failures that operations share, by name. */
export const sharedResponses = (components: Components): Record<string, Response> =>
  Object.fromEntries(
    Object.entries(FAILURES).flatMap(([status, { name, codes = [] }]) =>
      name === undefined ? [] : [[name, sharedFailure(Number(status), codes, components)] as const],
    ),
  );

function answered(
  { description, body, contentType = 'application/json', headers, example }: Answer,
  components: Components,
): Response {
  return {
    description,
    ...(headers && { headers: headersOf(headers) }),
    ...(body && {
      content: {
        [contentType]: { schema: components.schema(body, 'output'), ...(example !== undefined && { example }) },
      },
    }),
  };
}

const headersOf = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
  );

/** Which errors an operation can answer with, by status in ascending order. */
function codesByStatus({ scope, params, body, errors }: Operation): Map<number, string[]> {
  const statuses = [...ALWAYS, ...(scope === undefined ? [] : PROTECTED), ...(params ? WITH_PARAMS : [])];
  const codes = new Map(statuses.map((status) => [status, [...(FAILURES[status]?.codes ?? [])]]));
  codes.set(400, ['invalid_request', ...(body ? ['invalid_json'] : [])]);
  for (const code of errors) {
    const status = statusOf(code) ?? 500;
    codes.set(status, [...(codes.get(status) ?? []), code]);
  }
  return new Map([...codes].sort(([a], [b]) => a - b));
}

const isAlsoByGateway = (status: number): boolean => ALSO_BY_GATEWAY.includes(status);

const sharedFailure = (status: number, codes: readonly string[], components: Components): Response =>
  failure(status, codes, bodyOf(status, codes, isAlsoByGateway(status), components));

function failure(status: number, codes: readonly string[], schema: JsonSchema): Response {
  const named = codes.map((code) => `\`${code}\``).join(', ');
  return {
    description: `${FAILURES[status]?.meaning ?? 'It failed'}${named && `: ${named}`}`,
    ...(status === 429 && {
      headers: { 'retry-after': { description: 'Seconds to wait, where that helps', schema: { type: 'integer' } } },
    }),
    content: { 'application/json': { schema } },
  };
}

function bodyOf(status: number, codes: readonly string[], isByGateway: boolean, components: Components): JsonSchema {
  const [ours, gateways] = [components.schema(apiError, 'output'), components.schema(gatewayError, 'output')];
  if (!isByGateway) return ours;
  return BY_GATEWAY_ALONE.includes(status) && codes.length === 0 ? gateways : { anyOf: [ours, gateways] };
}
