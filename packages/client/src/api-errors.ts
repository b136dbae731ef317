import { AlmanacError } from '@almanac/kernel';

/** What API Gateway's own answers mean, which have no code. */
const BY_GATEWAY: Readonly<Record<number, readonly [code: string, message: string]>> = {
  401: ['UNAUTHORIZED', 'The API takes no such token: it is missing, expired or not of this stack'],
  403: ['FORBIDDEN', 'The token does not allow this: it lacks the scope'],
  404: ['NOT_FOUND', 'The API has no such route'],
  413: ['PAYLOAD_TOO_LARGE', 'The body is larger than the API takes'],
  429: ['RATE_LIMITED', 'Too many requests at once: try again in a while'],
  503: ['UNAVAILABLE', 'The API gave no answer in time: try again'],
};

interface ErrorBody {
  readonly error: string;
  readonly message: string;
  readonly details?: unknown;
}

/** An answer that is no success, as an error with the API's code in upper case. */
export async function errorOf(response: Response): Promise<AlmanacError> {
  const { status, headers } = response;
  const requestId = headers.get('x-request-id') ?? headers.get('apigw-requestid') ?? undefined;
  const common = { status, ...(requestId !== undefined && { requestId }) };
  const body = await ownErrorOf(response);
  if (body) return new AlmanacError(body.error.toUpperCase(), body.message, { ...recordOf(body.details), ...common });
  const [code, message] = BY_GATEWAY[status] ?? ['HTTP_ERROR', `The API answered with status ${status}`];
  return new AlmanacError(code, message, common);
}

/** The error of our functions; undefined where the gateway or something before it answered. */
export async function ownErrorOf(response: Response): Promise<ErrorBody | undefined> {
  const body: unknown = await response.json().catch(() => undefined);
  return isErrorBody(body) ? body : undefined;
}

const isErrorBody = (body: unknown): body is ErrorBody =>
  typeof body === 'object' &&
  body !== null &&
  'error' in body &&
  typeof body.error === 'string' &&
  'message' in body &&
  typeof body.message === 'string';

const recordOf = (details: unknown): Record<string, unknown> => {
  if (details === undefined) return {};
  return typeof details === 'object' && details !== null && !Array.isArray(details) ? { ...details } : { details };
};

export const unreachable = (url: string, cause: unknown): AlmanacError => {
  const { origin } = new URL(url);
  const why = cause instanceof Error && cause.name === 'TimeoutError' ? 'gives no answer in time' : 'does not answer';
  return new AlmanacError('API_UNREACHABLE', `The API at ${origin} ${why}: is the stack up?`, { origin }, { cause });
};
