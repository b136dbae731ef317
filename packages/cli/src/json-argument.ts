import { readFileSync, statSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { AlmanacError } from '@almanac/kernel';

/** How to speak of a JSON argument where it is wrong. */
export interface JsonArgument {
  /** The option or argument, such as `--payload`. */
  readonly name: string;
  /** What it is, such as `the payload of a schedule`. */
  readonly what: string;
  readonly code: string;
  readonly stdin: NodeJS.ReadableStream;
}

/**
 * JSON as given on the command line: itself, `@` and the name of a file with it or the name alone, or `-` for standard
 * input.
 * @throws AlmanacError with the code given
 */
export async function jsonArgument(given: string, argument: JsonArgument): Promise<unknown> {
  return (await readJson(given, argument)).value;
}

/** As `jsonArgument`, of an object. @throws AlmanacError with the code given */
export async function objectArgument(given: string, argument: JsonArgument): Promise<Record<string, unknown>> {
  const { source, value } = await readJson(given, argument);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new AlmanacError(argument.code, `${source} holds no object, which ${argument.what} is`);
}

async function readJson(given: string, argument: JsonArgument): Promise<{ source: string; value: unknown }> {
  const { source, json } = await read(given, argument);
  try {
    return { source, value: JSON.parse(json) };
  } catch (cause) {
    throw new AlmanacError(argument.code, `${source} is not JSON: ${(cause as Error).message}`, {}, { cause });
  }
}

async function read(given: string, { name, code, stdin }: JsonArgument): Promise<{ source: string; json: string }> {
  if (given === '-') return { source: 'Standard input', json: await readAll(stdin) };
  if (/^\s*[[{]/.test(given)) return { source: name, json: given };
  const path = given.replace(/^@/, '');
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new AlmanacError(code, `${path} is no file, but a folder`);
  if (found) return { source: path, json: readFileSync(path, 'utf8') };
  throw new AlmanacError(code, `There is no file ${path}, and it is no JSON object either`);
}
