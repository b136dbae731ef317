import {
  type Answer,
  type AnswerOf,
  type ApiError,
  type Operation,
  statusOf,
  unknownFieldsOf,
} from '@almanac/contracts';
import { describeError } from '@almanac/kernel';

/** What API Gateway is handed back, payload format 2.0. */
export interface ApiResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A failed request: what the caller is told, and whether it is our fault. */
export interface Failure {
  readonly status: number;
  readonly error: ApiError;
  readonly retryAfterSeconds?: number;
}

const JSON_TYPE = 'application/json; charset=utf-8';

const resultOf = (status: number, requestId: string, headers: Readonly<Record<string, string>>, body?: string) => ({
  statusCode: status,
  headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', ...headers, 'x-request-id': requestId },
  ...(body !== undefined && { body }),
});

/** What is wrong with an answer when it is held against its declaration; nothing of it stops the answer. */
export type Deviation = { readonly path: string; readonly message: string };

/**
 * An operation's answer, with the defaults of its schema filled in and without fields that the schema does not name.
 * An answer that its schema refuses goes out as it is: what was asked for has been done, and a 500 would say otherwise.
 * @param deviates told of everything that is not as declared
 */
export function answer(
  operation: Operation,
  given: AnswerOf<Operation>,
  requestId: string,
  deviates: (deviations: readonly Deviation[]) => void,
): ApiResult {
  const { status, headers = {}, body } = given as { status: number; headers?: Record<string, string>; body?: unknown };
  const declared = operation.answers[status];
  if (!declared) throw new Error(`the status ${status} is not declared`);
  if (!declared.body) return resultOf(status, requestId, headers);
  const checked = asDeclared(declared.body, body, deviates);
  return resultOf(
    status,
    requestId,
    { 'content-type': declared.contentType ?? JSON_TYPE, ...headers },
    text(declared, checked),
  );
}

const text = ({ contentType }: Answer, body: unknown): string =>
  contentType === undefined || contentType.startsWith('application/json') ? JSON.stringify(body) : String(body);

function asDeclared(
  schema: NonNullable<Answer['body']>,
  body: unknown,
  deviates: (found: readonly Deviation[]) => void,
): unknown {
  const parsed = schema.safeParse(body);
  const found = parsed.error
    ? parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
    : unknownFieldsOf(schema, body, 'body');
  if (found.length > 0) deviates(found);
  return parsed.success ? parsed.data : body;
}

/** What a caller is told of any thrown value: of one without a status only that it happened. */
export function failureOf(thrown: unknown, requestId: string): Failure {
  const { code, message, details } = describeError(thrown);
  const status = statusOf(code);
  if (status === undefined) return { status: 500, error: internalError(requestId) };
  const { retry_after_seconds: retryAfterSeconds } = details;
  return {
    status,
    error: {
      error: code.toLowerCase(),
      message,
      ...(Object.keys(details).length > 0 && { details }),
      request_id: requestId,
    },
    ...(typeof retryAfterSeconds === 'number' && { retryAfterSeconds }),
  };
}

const internalError = (requestId: string): ApiError => ({
  error: 'internal_error',
  message: `Something went wrong on our side: try again, and name the request ${requestId} if it stays`,
  request_id: requestId,
});

/** A failure as API Gateway is handed it; Retry-After in whole seconds, rounded up. */
export const failureResult = ({ status, error, retryAfterSeconds }: Failure, requestId: string): ApiResult =>
  resultOf(
    status,
    requestId,
    {
      'content-type': JSON_TYPE,
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(Math.max(1, Math.ceil(retryAfterSeconds))) }),
    },
    JSON.stringify(error),
  );
