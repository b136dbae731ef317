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
  503: { meaning: 'No answer in time', name: 'Unavailable', codes: [] },
};

/** Statuses of every operation; of one that asks for a token; of one with parameters in its path. */
const ALWAYS = [400, 429, 500, 503];
const PROTECTED = [401, 403, 413];
const WITH_PARAMS = [404];

/** Statuses that the gateway itself answers, with a body of its own. */
const ALSO_BY_GATEWAY = [401, 403, 413, 429, 500];
const BY_GATEWAY_ALONE = [503];

/** Every answer of an operation by its status: the declared ones and those of errors. */
export function responsesOf(operation: Operation, components: Components): Record<string, Response | JsonSchema> {
  const declared = Object.entries(operation.answers).map(
    ([status, answer]) => [status, answered(answer, components)] as const,
  );
  const failed = [...codesByStatus(operation)].map(([status, codes]) => {
    const { name, codes: shared = [] } = FAILURES[status] ?? {};
    const isShared = name !== undefined && codes.length === shared.length;
    return [
      String(status),
      isShared ? { $ref: `#/components/responses/${name}` } : failure(status, codes, components),
    ] as const;
  });
  return Object.fromEntries([...declared, ...failed]);
}

/** The failures that operations share, by name. */
export const sharedResponses = (components: Components): Record<string, Response> =>
  Object.fromEntries(
    Object.entries(FAILURES).flatMap(([status, { name, codes = [] }]) =>
      name === undefined ? [] : [[name, failure(Number(status), codes, components)] as const],
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

function failure(status: number, codes: readonly string[], components: Components): Response {
  const named = codes.map((code) => `\`${code}\``).join(', ');
  return {
    description: `${FAILURES[status]?.meaning ?? 'It failed'}${named && `: ${named}`}`,
    ...(status === 429 && {
      headers: { 'retry-after': { description: 'Seconds to wait, where that helps', schema: { type: 'integer' } } },
    }),
    content: { 'application/json': { schema: bodyOf(status, components) } },
  };
}

function bodyOf(status: number, components: Components): JsonSchema {
  const [ours, gateways] = [components.schema(apiError, 'output'), components.schema(gatewayError, 'output')];
  if (BY_GATEWAY_ALONE.includes(status)) return gateways;
  return ALSO_BY_GATEWAY.includes(status) ? { anyOf: [ours, gateways] } : ours;
}
