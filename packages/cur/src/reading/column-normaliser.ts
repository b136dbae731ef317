import { Decimal } from '@almanac/kernel';
import type { Row } from '../fields.ts';
import { AMOUNT_SCALE } from '../line-item.ts';
import {
  AMOUNT_PROPERTIES,
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
  type Grouping,
  ROW_GROUP_ROWS,
  rowNumber,
  SUMS_ROWS,
  type TextColumn,
  textOf,
  type WantedColumns,
} from './column-batch.ts';
import { DAILY_KEYS } from './columnar-sums.ts';
import type { Amounts, LineItemBatch } from './line-item-batch.ts';
import { RuledAmounts } from './ruled-amounts.ts';
import { SharedTuples } from './tuple-ids.ts';

/** Amounts that are summed. */
const SUMMED = ['BilledCost', 'EffectiveCost'] as const satisfies readonly AmountProperty[];

/** Properties that are wanted without a curated file: those that are summed, and in which a file can be wrong. */
const ALWAYS: ReadonlySet<TextProperty> = new Set<TextProperty>([
  'BillingAccountId',
  'BillingCurrency',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'RegionId',
  'ServiceName',
  'SubAccountId',
  'x_ServiceCode',
]);

const ascending = (columns: Iterable<number>): number[] => [...new Set(columns)].sort((a, b) => a - b);

/**
 * What rows have to agree in to be summed up before any rule looks at them: what daily costs are grouped by, and what decides
 * which amounts count. Other rules find fault with single texts alone, unless they look at several columns.
 */
function groupingOf(rules: LineItemRules, properties: readonly TextProperty[]): Grouping {
  const keys = [
    ...[...DAILY_KEYS.map((property) => rules.texts[property]), ...SUMMED.map((property) => rules.amounts[property])],
    ...[...properties.map((property) => rules.texts[property]), rules.tags].filter(({ columns }) => columns.length > 1),
  ];
  const times = [rules.texts.ChargePeriodStart, rules.texts.ChargePeriodEnd];
  return { keys: keys.flatMap(({ columns }) => columns), days: times.flatMap(({ columns }) => columns) };
}

/** Makes line items of batches of columns, by the same rules as {@link normaliserOf} makes them of rows. */
export class ColumnNormaliser {
  readonly wanted: WantedColumns;
  readonly #normaliseRow: Normaliser;
  readonly #applied = new Map<TextProperty | 'Tags', AppliedRule<string | null>>();
  readonly #copies = new Map<TextProperty, number>();
  readonly #amounts: readonly (readonly [AmountProperty, RuledAmounts])[];

  /** @param isCurated whether properties are needed that only the curated file has */
  constructor(rules: LineItemRules, isCurated: boolean) {
    const properties = TEXT_PROPERTIES.filter((property) => isCurated || ALWAYS.has(property));
    const tags: Rule<string> = { columns: rules.tags.columns, value: (row) => JSON.stringify(rules.tags.value(row)) };
    const hasTags = isCurated || rules.tags.warns === true;
    const amounts = AMOUNT_PROPERTIES.map((property) => rules.amounts[property]);
    const wanted = [...properties.map((property) => rules.texts[property]), ...(hasTags ? [tags] : []), ...amounts];
    const texts = ascending(wanted.flatMap((rule) => rule.columns));
    const tuples = new SharedTuples(texts);
    const places = amounts.flatMap((rule) => rule.places);
    const batchRows = isCurated ? ROW_GROUP_ROWS : SUMS_ROWS;
    this.#normaliseRow = normaliserOf(rules);
    this.wanted = {
      ...{ batchRows, keepsTexts: !isCurated, texts, amounts: ascending(places.map(({ column }) => column)) },
      ...(!isCurated && { grouping: groupingOf(rules, properties) }),
    };
    this.#amounts = (isCurated ? AMOUNT_PROPERTIES : SUMMED).map(
      (property) => [property, new RuledAmounts(rules.amounts[property], tuples)] as const,
    );
    for (const property of properties) {
      const { isCopy, columns } = rules.texts[property];
      if (isCopy) this.#copies.set(property, texts.indexOf(columns[0] ?? -1));
      else this.#applied.set(property, new AppliedRule(rules.texts[property], tuples));
    }
    if (hasTags) this.#applied.set('Tags', new AppliedRule<string | null>(tags, tuples));
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
    const amounts = new Map<AmountProperty, Amounts>();
    for (const [property, ruled] of this.#amounts) {
      const found = ruled.of(batch, this.wanted.amounts);
      if (typeof found === 'number') faults.push(found);
      else if (found) amounts.set(property, found);
    }
    for (const row of ascending(faults)) this.#normaliseRow(this.#rowOf(batch, row));
    return {
      rows: batch.rows,
      from: batch.from,
      isComplete: batch.isComplete,
      counts: batch.groups?.counts,
      continues: batch.continues === true,
      values,
      copies: new Map([...this.#copies].map(([property, i]) => [property, batch.texts[i] as TextColumn])),
      amounts,
    };
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
    return { fields, number: rowNumber(batch, row) };
  }
}
