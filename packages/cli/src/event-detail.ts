import { objectArgument } from './json-argument.ts';

/**
 * The detail of an event as given on the command line: JSON, the name of a file with it, or `-` for standard input. Its
 * metadata, as an event that was shown has them, is left out: the publisher makes it anew.
 * @throws AlmanacError `BAD_DETAIL`
 */
export async function eventDetail(given: string, stdin: NodeJS.ReadableStream): Promise<Record<string, unknown>> {
  const argument = { name: '--detail', what: 'the detail of an event', code: 'BAD_DETAIL', stdin };
  const { metadata: _, ...fields } = await objectArgument(given, argument);
  return fields;
}
