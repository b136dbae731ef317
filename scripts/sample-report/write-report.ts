import type { LegacyRow } from './columns.ts';
import { writeContainer } from './container.ts';
import { layoutOf } from './formats.ts';
import type { Layout } from './layout.ts';
import { checkWriting, type WriteOptions } from './options.ts';
import { Recorder } from './recorder.ts';
import { type SampleReport, sampleReport } from './report.ts';
import type { Truth } from './truth.ts';

const CHUNK_CHARACTERS = 1 << 18;

/** A report under way to one file or several: what its rows look like, and what they add up to so far. */
export type Writing = { report: SampleReport; layout: Layout; recorder: Recorder };

/** Begins to write a report. @throws InvalidOption */
export const startWriting = (options: WriteOptions): Writing => {
  checkWriting(options);
  const report = sampleReport(options);
  const layout = layoutOf(options);
  const spike = report.spike && { ...report.spike, service_code: layout.spikingService };
  return { report, layout, recorder: new Recorder(options.dailyTruth ?? true, spike, layout.reader) };
};

/** Line items as csv text, header first, in pieces of about 256 KiB, recording the truth on the way. */
export function* csvPieces(
  rows: Iterable<LegacyRow>,
  { layout, recorder }: Writing,
  options: WriteOptions,
): Generator<Buffer> {
  const lineEnd = options.lineEnd ?? '\n';
  let text = (options.byteOrderMark ? '\uFEFF' : '') + layout.header + lineEnd;
  for (const row of rows) {
    const cells = layout.cells(row);
    recorder.add(cells);
    text += layout.line(cells) + lineEnd;
    if (text.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

/**
 * Writes the report, or one month of it, to a file: gzip if the path ends in `.gz`, zip for `.zip`, else plain csv.
 * Memory does not grow with the number of rows. The csv bytes depend on the options alone; those of a gzip also on
 * Node's zlib.
 * @returns what the file adds up to. @throws InvalidOption
 */
export const writeReport = async (path: string, options: WriteOptions, month?: string): Promise<Truth> => {
  const writing = startWriting(options);
  await writeContainer(path, csvPieces(writing.report.rows(month), writing, options), options);
  return writing.recorder.truth();
};
