import type { LegacyRow } from './columns.ts';
import { writeContainer } from './container.ts';
import { layoutOf } from './formats.ts';
import type { Layout } from './layout.ts';
import { checkWriting, type WriteOptions } from './options.ts';
import { writeParquet } from './parquet.ts';
import { asDoubles, type ParquetColumn, parquetColumns } from './parquet-layout.ts';
import { Recorder } from './recorder.ts';
import { type SampleReport, sampleReport } from './report.ts';
import type { Truth } from './truth.ts';

const CHUNK_CHARACTERS = 1 << 18;

/** A report under way to one file or several: what its rows look like, and what they add up to so far. */
export type Writing = {
  report: SampleReport;
  layout: Layout;
  /** Given where the files are Parquet. */
  parquet: readonly ParquetColumn[] | undefined;
  recorder: Recorder;
};

/** Whether a file of this name, or container of this ending, is Parquet. */
export const isParquet = (name: string): boolean => /(^|\.)parquet$/.test(name);

/**
 * Begins to write a report.
 * @param toParquet whether to Parquet files
 * @throws InvalidOption
 */
export const startWriting = (options: WriteOptions, toParquet: boolean): Writing => {
  checkWriting(options);
  const report = sampleReport(options);
  const csv = layoutOf(options);
  const parquet = toParquet ? parquetColumns(options.format ?? 'cur-legacy', csv) : undefined;
  const layout = parquet ? asDoubles(csv, parquet) : csv;
  const spike = report.spike && { ...report.spike, service_code: layout.spikingService };
  return { report, layout, parquet, recorder: new Recorder(options.dailyTruth ?? true, spike, layout.reader) };
};

/** Writes line items to a file, recording the truth on the way. */
export const writeRows = async (
  path: string,
  rows: Iterable<LegacyRow>,
  writing: Writing,
  options: WriteOptions,
): Promise<void> => {
  if (writing.parquet) await writeParquet(path, writing.parquet, recorded(rows, writing));
  else await writeContainer(path, csvPieces(rows, writing, options), options);
};

/** The cells of line items, each recorded as it is taken. */
function* recorded(rows: Iterable<LegacyRow>, { layout, recorder }: Writing): Generator<readonly string[]> {
  for (const row of rows) {
    const cells = layout.cells(row);
    recorder.add(cells);
    yield cells;
  }
}

/** Line items as csv text, header first, in pieces of about 256 KiB. */
function* csvPieces(rows: Iterable<LegacyRow>, writing: Writing, options: WriteOptions): Generator<Buffer> {
  const { layout } = writing;
  const lineEnd = options.lineEnd ?? '\n';
  let text = (options.byteOrderMark ? '\uFEFF' : '') + layout.header + lineEnd;
  for (const cells of recorded(rows, writing)) {
    text += layout.line(cells) + lineEnd;
    if (text.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

/**
 * Writes the report, or one month of it, to a file: gzip if the path ends in `.gz`, zip for `.zip`, Parquet for
 * `.parquet`, else plain csv.
 * Memory does not grow with the number of rows. The csv bytes depend on the options alone; those of a gzip also on
 * Node's zlib.
 * @returns what the file adds up to. @throws InvalidOption
 */
export const writeReport = async (path: string, options: WriteOptions, month?: string): Promise<Truth> => {
  const writing = startWriting(options, isParquet(path));
  await writeRows(path, writing.report.rows(month), writing, options);
  return writing.recorder.truth();
};
