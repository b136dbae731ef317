import { AlmanacError } from '@almanac/kernel';
import type { ApiEvent } from './api-event.ts';

/** Values in values: far more than any body has a use for, and far less than what exhausts the stack of a checker. */
const MAX_DEPTH = 64;

/**
 * The JSON value of an event's body, whatever its content type is called; undefined where there is none.
 * @throws AlmanacError `INVALID_JSON`
 */
export function readBody(event: ApiEvent): unknown {
  const text = textOf(event);
  if (text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AlmanacError('INVALID_JSON', `The body is not JSON: ${reasonOf(cause)}`, {}, { cause });
  }
  if (isDeeperThan(MAX_DEPTH, value)) {
    throw new AlmanacError('INVALID_JSON', `The body nests values deeper than ${MAX_DEPTH} levels: make it flatter`);
  }
  return value;
}

function textOf({ body = '', isBase64Encoded }: ApiEvent): string {
  if (!isBase64Encoded) return body;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body, 'base64'));
  } catch (cause) {
    throw new AlmanacError('INVALID_JSON', 'The body is not UTF-8 text', {}, { cause });
  }
}

/** Only where it went wrong: V8's message also quotes the body, which may hold a secret. */
function reasonOf(cause: unknown): string {
  const position = /at position (\d+)/.exec(String(cause))?.[1];
  return position === undefined
    ? 'it ends too early or holds something else'
    : `look at character ${Number(position) + 1}`;
}

/** Level by level: a recursion would exhaust the stack that it is to protect. */
function isDeeperThan(levels: number, value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return false;
}
