import type { AmountProperty, TextProperty } from '../line-item-rules.ts';
import type { ValueColumn } from './applied-rule.ts';
import type { TextColumn } from './column-batch.ts';

/**
 * Line items by columns: properties in FOCUS terms, as in the curated file. Valid until the next batch.
 */
export interface LineItemBatch {
  readonly rows: number;
  /** How many line items each row stands for; one each without it. */
  readonly counts?: Uint32Array | undefined;
  /** Whether values that the batch before had keep their ids. */
  readonly continues?: boolean;
  /** Properties whose values were worked out. Null where a row has none. */
  readonly values: ReadonlyMap<TextProperty | 'Tags', ValueColumn<string | null>>;
  /** Properties that are a column of the report as it stands; an absent text ({@link textOrNull}) is null. */
  readonly copies: ReadonlyMap<TextProperty, TextColumn>;
  /** Those that some row has. */
  readonly amounts: ReadonlyMap<AmountProperty, Amounts>;
}

export interface Amounts {
  /** In words of amount-words.ts. */
  readonly words: Int32Array;
  /** 1 for each row that has an amount and 0 for the others, whose words say nothing; all rows have one without it. */
  readonly isThere?: Uint8Array;
}
