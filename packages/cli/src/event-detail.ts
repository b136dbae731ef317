import { readFileSync, statSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { AlmanacError } from '@almanac/kernel';

/**
 * The detail of an event as given on the command line: JSON, the name of a file with it, or `-` for standard input. Its
 * metadata, as an event that was shown has them, is left out: the publisher makes it anew.
 * @throws AlmanacError `BAD_DETAIL`
 */
export async function eventDetail(given: string, stdin: NodeJS.ReadableStream): Promise<Record<string, unknown>> {
  const { source, json } = await read(given, stdin);
  const detail = parse(json, source);
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) {
    throw new AlmanacError('BAD_DETAIL', `${source} holds no object, which the detail of an event is`);
  }
  const { metadata: _, ...fields } = detail as Record<string, unknown>;
  return fields;
}

async function read(given: string, stdin: NodeJS.ReadableStream): Promise<{ source: string; json: string }> {
  if (given === '-') return { source: 'Standard input', json: await readAll(stdin) };
  if (given.trimStart().startsWith('{')) return { source: '--detail', json: given };
  const found = statSync(given, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new AlmanacError('BAD_DETAIL', `${given} is no file, but a folder`);
  if (found) return { source: given, json: readFileSync(given, 'utf8') };
  throw new AlmanacError('BAD_DETAIL', `There is no file ${given}, and it is no JSON object either`);
}

function parse(json: string, source: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new AlmanacError('BAD_DETAIL', `${source} is not JSON: ${(cause as Error).message}`, {}, { cause });
  }
}
