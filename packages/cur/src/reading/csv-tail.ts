import { pipeline, Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { csvDialect, csvError, type Position } from '../csv-dialect.ts';
import { copied } from '../report-content.ts';
import type { ReadLimits } from '../report-reader.ts';

/**
 * Reads rows with csv-parse from the middle of a file on: what fast scanners refuse is read slowly, or refused in the
 * same words as if csv-parse had read the file from its beginning.
 * @param text begins with a row
 * @param before rows, the header included, and line ends that stand before it
 */
export async function* csvTail(
  text: AsyncIterable<Uint8Array>,
  fieldCount: number,
  limits: ReadLimits,
  before: Position,
): AsyncGenerator<string[]> {
  const parser = parse(csvDialect(limits.maxLineBytes));
  pipeline(Readable.from(withStandIn(text, fieldCount), { objectMode: false }), parser, () => {});
  try {
    let isStandIn = true;
    for await (const record of parser) {
      if (!isStandIn) yield record as string[];
      isStandIn = false;
    }
  } catch (error) {
    throw csvError(error, limits.maxLineBytes, { rows: before.rows - 1, lines: before.lines - 1 }) ?? error;
  } finally {
    parser.destroy();
  }
}

/** A row in place of the header, so that csv-parse knows how many fields there are. */
async function* withStandIn(text: AsyncIterable<Uint8Array>, fieldCount: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${Array(fieldCount).fill('x').join(',')}\n`);
  yield* copied(text);
}
