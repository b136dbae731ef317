import type { AmountProperty, TextProperty } from '../line-item-rules.ts';
import type { ValueColumn } from './applied-rule.ts';
import type { TextColumn } from './column-batch.ts';

/**
 * Line items by columns: properties in FOCUS terms, as in the curated file. Valid until the next batch, which may be the same
 * one grown; see {@link ColumnBatch}.
 */
export interface LineItemBatch {
  readonly rows: number;
  /** The first row that is new. */
  readonly from: number;
  readonly isComplete: boolean;
  /** Properties whose values were worked out. Null where a row has none. */
  readonly values: ReadonlyMap<TextProperty | 'Tags', ValueColumn<string | null>>;
  /** Properties that are a column of the report as it stands; an absent text ({@link textOrNull}) is null. */
  readonly copies: ReadonlyMap<TextProperty, TextColumn>;
  /** Amounts in words of amount-words.ts; none where the report has no such column. */
  readonly amounts: ReadonlyMap<AmountProperty | 'EffectiveCost', Int32Array>;
}
