export { type BadInput, badInputs, type Wrong } from './bad-inputs.ts';
export { COLUMNS, type Column, type LegacyRow, toRecord } from './columns.ts';
export { csvLine, HEADER } from './csv.ts';
export { canonical, parseAmount, plain, sameAmount, sumAmounts } from './decimals.ts';
export { InvalidOption, type SampleOptions, type WriteOptions } from './options.ts';
export { Recorder, type SpikePlace } from './recorder.ts';
export { type SampleReport, sampleReport, writeReport } from './report.ts';
export type { DailySums, Spike, Sums, Totals, Truth } from './truth.ts';
