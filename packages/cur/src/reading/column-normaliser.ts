import { Decimal } from '@almanac/kernel';
import type { Row } from '../fields.ts';
import { AMOUNT_SCALE } from '../line-item.ts';
import {
  type AmountProperty,
  type LineItemRules,
  type Normaliser,
  normaliserOf,
  type Rule,
  TEXT_PROPERTIES,
  type TextProperty,
} from '../line-item-rules.ts';
import { unitsAt } from './amount-words.ts';
import { AppliedRule, type ValueColumn } from './applied-rule.ts';
import {
  type ColumnBatch,
  ROW_GROUP_ROWS,
  SUMS_ROWS,
  type TextColumn,
  textOf,
  type WantedColumns,
} from './column-batch.ts';
import { EffectiveCosts } from './effective-costs.ts';
import type { LineItemBatch } from './line-item-batch.ts';

const AMOUNT_PROPERTIES = ['BilledCost', 'ConsumedQuantity', 'ListCost'] as const satisfies readonly AmountProperty[];

/** Properties that only the curated file needs, and in which no file can be wrong. */
const ONLY_CURATED: ReadonlySet<TextProperty> = new Set<TextProperty>([
  'AvailabilityZone',
  'ResourceId',
  'ChargeDescription',
  'SkuId',
  'ConsumedUnit',
  'PricingUnit',
  'CommitmentDiscountId',
  'x_LineItemType',
  'x_Operation',
  'x_UsageType',
]);

const ascending = (columns: Iterable<number>): number[] => [...new Set(columns)].sort((a, b) => a - b);

/** Makes line items of batches of columns, by the same rules as {@link normaliserOf} makes them of rows. */
export class ColumnNormaliser {
  readonly wanted: WantedColumns;
  readonly #rules: LineItemRules;
  readonly #normaliseRow: Normaliser;
  readonly #applied = new Map<TextProperty | 'Tags', AppliedRule<string | null>>();
  readonly #copies = new Map<TextProperty, number>();
  readonly #effectiveCosts: EffectiveCosts;

  /** @param isCurated whether properties are needed that only the curated file has */
  constructor(rules: LineItemRules, isCurated: boolean) {
    const properties = TEXT_PROPERTIES.filter((property) => isCurated || !ONLY_CURATED.has(property));
    const tags: Rule<string> = { columns: rules.tags.columns, value: (row) => JSON.stringify(rules.tags.value(row)) };
    const hasTags = isCurated || rules.tags.warns === true;
    const texts = ascending(
      [...properties.map((property) => rules.texts[property]), ...(hasTags ? [tags] : []), rules.effectiveCost].flatMap(
        (r) => r.columns,
      ),
    );
    this.#rules = rules;
    this.#normaliseRow = normaliserOf(rules);
    this.#effectiveCosts = new EffectiveCosts(rules, texts);
    const amounts = AMOUNT_PROPERTIES.flatMap((property) => rules.amounts[property]?.column ?? []);
    const batchRows = isCurated ? ROW_GROUP_ROWS : SUMS_ROWS;
    this.wanted = { batchRows, texts, amounts: ascending([...amounts, ...this.#effectiveCosts.columns]) };
    for (const property of properties) {
      const { isCopy, columns } = rules.texts[property];
      if (isCopy) this.#copies.set(property, texts.indexOf(columns[0] ?? -1));
      else this.#applied.set(property, new AppliedRule(rules.texts[property], texts));
    }
    if (hasTags) this.#applied.set('Tags', new AppliedRule<string | null>(tags, texts));
  }

  /** @throws AlmanacError naming row and column of the first value that cannot be read */
  normalise(batch: ColumnBatch): LineItemBatch {
    const faults = batch.amounts.flatMap((amount) => [...amount.faults.keys()].filter((row) => row >= batch.from));
    const values = new Map<TextProperty | 'Tags', ValueColumn<string | null>>();
    for (const [property, rule] of this.#applied) {
      const column = rule.apply(batch);
      if (typeof column === 'number') faults.push(column);
      else values.set(property, column);
    }
    const effectiveCost = this.#effectiveCosts.of(batch, this.wanted.amounts);
    if (typeof effectiveCost === 'number') faults.push(effectiveCost);
    for (const row of ascending(faults)) this.#normaliseRow(this.#rowOf(batch, row));
    if (typeof effectiveCost === 'number')
      throw new Error(`Row ${batch.firstRow + effectiveCost} is wrong by columns alone`);
    return {
      rows: batch.rows,
      from: batch.from,
      isComplete: batch.isComplete,
      values,
      copies: new Map([...this.#copies].map(([property, i]) => [property, batch.texts[i] as TextColumn])),
      amounts: this.#amounts(batch, effectiveCost),
    };
  }

  #amounts(batch: ColumnBatch, effectiveCost: Int32Array): Map<AmountProperty | 'EffectiveCost', Int32Array> {
    const amounts = new Map<AmountProperty | 'EffectiveCost', Int32Array>([['EffectiveCost', effectiveCost]]);
    for (const property of AMOUNT_PROPERTIES) {
      const place = this.#rules.amounts[property];
      const column = place && batch.amounts[this.wanted.amounts.indexOf(place.column)];
      if (column) amounts.set(property, column.words);
    }
    return amounts;
  }

  /** A row as text again, so that what reads rows says what is wrong with it, or that nothing is. */
  #rowOf(batch: ColumnBatch, row: number): Row {
    const fields: string[] = [];
    this.wanted.texts.forEach((column, i) => {
      const text = batch.texts[i] as TextColumn;
      fields[column] = textOf(text.dictionary, text.ids[row] as number);
    });
    this.wanted.amounts.forEach((column, i) => {
      const amount = batch.amounts[i];
      fields[column] =
        amount?.faults.get(row) ?? Decimal.of(unitsAt(amount?.words ?? new Int32Array(), row), AMOUNT_SCALE).toString();
    });
    return { fields, number: batch.firstRow + row };
  }
}
