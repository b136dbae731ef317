import { stableId } from '@almanac/kernel';
import type { ReportFormat } from './line-item.ts';
import type { Totals } from './totals.ts';

/** One version of one landed object, as an S3 event announced it. */
export interface ObjectVersion {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly report: string;
  readonly etag: string;
  /** Orders events of one key; see {@link comparableSequencer}. */
  readonly sequencer: string;
  /** Absent where the bucket has no versioning or the event leaves it out. */
  readonly versionId?: string;
  readonly sizeBytes: number;
  /** ISO 8601, UTC. */
  readonly eventTime: string;
  readonly eventId: string;
}

export interface ObjectDeletion {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly report: string;
  readonly sequencer: string;
  readonly eventTime: string;
  readonly eventId: string;
}

export type ObjectStatus = 'received' | 'parsed' | 'published' | 'superseded' | 'duplicate' | 'ignored' | 'failed';

/** What reading an object version brought to light. */
export interface ParsedContent {
  readonly format: ReportFormat;
  readonly sha256: string;
  readonly rows: number;
  readonly uncompressedBytes: number;
  readonly amortized: 'full' | 'partial';
  readonly warnings: readonly string[];
  readonly totals: Totals;
  /** Billing periods found in the file, `YYYY-MM`. */
  readonly periods: Readonly<Record<string, { readonly rows: number; readonly totals: Totals }>>;
  /** Accounts that pay for it (BillingAccountId), ascending; a bounded number. */
  readonly payers: readonly string[];
  readonly lastModified: string;
  readonly parseMs: number;
}

export const objectVersionId = (bucket: string, key: string, sequencer: string, etag: string): string =>
  stableId(bucket, key, sequencer, etag);

/**
 * A sequencer in a form that compares as text. AWS: they differ in length; pad the shorter one with zeros on the right.
 * Source: Amazon S3 User Guide, "Event message structure".
 */
export const comparableSequencer = (sequencer: string): string => sequencer.toUpperCase().padEnd(SEQUENCER_DIGITS, '0');

const SEQUENCER_DIGITS = 40;
const GENERATION_DIGITS = 4;

/** How often an object has been taken in again by hand: `''` for what S3 announced itself. */
export const generationOf = (sequencer: string): string => sequencer.slice(SEQUENCER_DIGITS);

/** The sequencer of the same object taken in once more: later than `sequencer`, and earlier than whatever S3 announces next. */
export function nextGeneration(sequencer: string): string {
  const generation = Number.parseInt(generationOf(sequencer) || '0', 16) + 1;
  const base = comparableSequencer(sequencer).slice(0, SEQUENCER_DIGITS);
  return base + generation.toString(16).toUpperCase().padStart(GENERATION_DIGITS, '0');
}
