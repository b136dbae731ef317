import { hintOf, type Operation, type Problem, problemsOf, type RequestOf, scopeName } from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import type { z } from 'zod';
import { readBody } from './api-body.ts';
import { type ApiEvent, callerOf, scopesOf } from './api-event.ts';

/** What the token is asked for once more: a route deployed without its authorizer must not be an open door. */
export function checkCaller(operation: Operation, event: ApiEvent): string {
  const caller = callerOf(event);
  if (operation.scope === undefined) return caller ?? 'anybody';
  if (caller === undefined)
    throw new AlmanacError('UNAUTHORIZED', 'The request has no valid token: send a bearer token');
  const scope = scopeName(operation.scope);
  if (scopesOf(event).includes(scope)) return caller;
  throw new AlmanacError('FORBIDDEN', `The token does not allow this: it needs the scope ${scope}`, { scope });
}

/**
 * An operation's request out of the event, checked against what the operation declares.
 * @throws AlmanacError `INVALID_JSON`; `INVALID_REQUEST` with everything that is wrong in `details.problems`
 */
export function readRequest(
  operation: Operation,
  event: ApiEvent,
  from: Pick<RequestOf<Operation>, 'caller' | 'requestId'>,
): RequestOf<Operation> {
  const problems: Problem[] = [];
  const checked = (schema: z.ZodType | undefined, value: unknown, root: string): unknown => {
    const parsed = schema?.safeParse(value);
    if (parsed?.error) problems.push(...problemsOf(parsed.error, value, root, schema));
    return parsed?.data;
  };
  const query = readQuery(operation, event, problems);
  const body = operation.body && readBody(event);
  const isAbsent = body === undefined && operation.bodyOptional;
  if (operation.body && body === undefined && !isAbsent) problems.push({ path: 'body', message: 'It is missing' });
  const request = {
    params: checked(operation.params, event.pathParameters, ''),
    query: checked(operation.query, query, ''),
    headers: checked(operation.headers, lowerCased(event.headers), ''),
    body: body === undefined ? undefined : checked(operation.body, body, ''),
  };
  if (problems.length > 0) throw invalidRequest(problems);
  return { ...request, ...from } as RequestOf<Operation>;
}

/** Names that the operation does not know are refused: a filter with a typing error would otherwise show everything. */
function readQuery({ query }: Operation, event: ApiEvent, problems: Problem[]): Record<string, string> {
  const known = Object.keys(query?.shape ?? {});
  const given = new URLSearchParams(event.rawQueryString);
  for (const name of new Set(given.keys())) {
    if (!known.includes(name)) {
      problems.push({ path: name, message: `There is no such query parameter${hintOf(name, known)}` });
    } else if (given.getAll(name).length > 1) problems.push({ path: name, message: 'It is given more than once' });
  }
  return Object.fromEntries([...given].filter(([name]) => known.includes(name)));
}

const lowerCased = (headers: ApiEvent['headers']) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function invalidRequest(found: readonly Problem[]): AlmanacError {
  const problems = found.map(({ path, message }) => ({ field: path || 'body', message }));
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more, see details)` : '';
  return new AlmanacError('INVALID_REQUEST', `${first?.field}: ${first?.message}${more}`, { problems });
}
