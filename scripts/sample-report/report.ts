import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { calendar, type Month, spikeDay } from './calendar.ts';
import type { LegacyRow } from './columns.ts';
import { csvLine, HEADER } from './csv.ts';
import { dayRows } from './day-rows.ts';
import { fleetOf } from './fleet.ts';
import { monthCharges, monthRows } from './month-rows.ts';
import { startMonth } from './month-state.ts';
import { SPIKING } from './offerings.ts';
import { checkOptions, type SampleOptions, type WriteOptions } from './options.ts';
import { accountsOf, spikeAccount } from './places.ts';
import { Recorder, type SpikePlace } from './recorder.ts';
import type { Truth } from './truth.ts';

/** A report that can be generated; nothing of it is held in memory. */
export type SampleReport = {
  /** Billing periods, `YYYY-MM`. */
  months: string[];
  /** Where the spike is planted; absent if the report has no working day. */
  spike: SpikePlace | undefined;
  /** Line items, roughly by time, of all months or of one; the same ones every time it is called. */
  rows(month?: string): Generator<LegacyRow>;
};

/** Part `index` of `total` divided as evenly as integers allow. */
const part = (total: number, index: number, parts: number): number =>
  Math.floor(((index + 1) * total) / parts) - Math.floor((index * total) / parts);

/** A deterministic legacy Cost and Usage Report. @throws InvalidOption */
export const sampleReport = (sampleOptions: SampleOptions): SampleReport => {
  const options = checkOptions(sampleOptions);
  const months = calendar(options.months, options.days);
  const day = spikeDay(months, options.seed);
  const allDays = months.reduce((sum, month) => sum + month.days.length, 0);
  const fleet = fleetOf(options, options.rows / allDays);
  const account = accountsOf(options.accounts, options.currencies)[spikeAccount(options.accounts)];

  function* rowsOf(month: Month, count: number): Generator<LegacyRow> {
    const state = startMonth({ options, months, fleet, spikeDay: day }, month);
    const charges = Math.min(monthCharges(state).length, Math.floor(count * 0.4));
    for (const [index, date] of month.days.entries()) {
      yield* dayRows(state, date, part(count - charges, index, month.days.length));
    }
    yield* monthRows(state, charges);
  }

  return {
    months: months.map(({ name }) => name),
    spike: day &&
      account && {
        usage_date: day.date,
        service_code: SPIKING.service,
        account_id: account.id,
        currency: account.currency,
      },
    *rows(only?: string) {
      for (const [index, month] of months.entries()) {
        if (only === undefined || only === month.name) yield* rowsOf(month, part(options.rows, index, months.length));
      }
    },
  };
};

const CHUNK_CHARACTERS = 1 << 18;
const GZIP = { level: 4, chunkSize: 1 << 18, highWaterMark: 1 << 20 };

/** The report as csv text in pieces of about 256 KiB, recording the truth on the way. */
export function* csvPieces(rows: Iterable<LegacyRow>, recorder: Recorder, options: WriteOptions): Generator<Buffer> {
  const lineEnd = options.lineEnd ?? '\n';
  let text = (options.byteOrderMark ? '\uFEFF' : '') + HEADER + lineEnd;
  for (const row of rows) {
    recorder.add(row);
    text += csvLine(row) + lineEnd;
    if (text.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(text);
    text = '';
  }
  yield Buffer.from(text);
}

/**
 * Writes the report, or one month of it, to a file: gzip if the path ends in `.gz`, else plain csv. Memory does not
 * grow with the number of rows. The csv bytes depend on the options alone; those of a gzip also on Node's zlib.
 * @returns what the file adds up to. @throws InvalidOption
 */
export const writeReport = async (path: string, options: WriteOptions, month?: string): Promise<Truth> => {
  const report = sampleReport(options);
  const recorder = new Recorder(options.dailyTruth ?? true, report.spike);
  const source = Readable.from(csvPieces(report.rows(month), recorder, options), { highWaterMark: 4 });
  const file = createWriteStream(path, { highWaterMark: 1 << 20 });
  if (path.endsWith('.gz')) await pipeline(source, createGzip(GZIP), file);
  else await pipeline(source, file);
  return recorder.truth();
};
