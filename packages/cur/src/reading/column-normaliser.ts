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
  type TagEntries,
  TEXT_PROPERTIES,
  type TextProperty,
} from '../line-item-rules.ts';
import { unitsAt } from './amount-words.ts';
import { AppliedRule, type BatchRule, type ValueColumn } from './applied-rule.ts';
import {
  type ColumnBatch,
  type Grouping,
  rowGroupRows,
  rowNumber,
  SUMS_ROWS,
  type TextColumn,
  textOf,
  type WantedColumns,
} from './column-batch.ts';
import { DAILY_KEYS } from './columnar-sums.ts';
import { GroupedRule, RowIds } from './grouped-rule.ts';
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

/** Tags as a JSON object. */
const jsonOf = (tags: TagEntries): string =>
  `{${tags.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join()}}`;

/**
 * How rows may be put together. Daily costs, and which amounts count, follow from what a group has in common; so does whatever
 * looks at several columns. What looks at one finds fault with its texts alone.
 */
function groupingOf(rules: LineItemRules, several: readonly Rule<unknown>[], isBesideRows: boolean): Grouping {
  const summed = [...DAILY_KEYS.map((property) => rules.texts[property]), ...SUMMED.map((each) => rules.amounts[each])];
  const keys = new Set([...summed, ...several].flatMap(({ columns }) => columns));
  const needed = new Set(several.filter(({ isOfDays }) => !isOfDays).flatMap(({ columns }) => columns));
  return { keys: [...keys], days: timeColumns(rules).filter((column) => !needed.has(column)), isBesideRows };
}

/** Columns of times. */
const timeColumns = ({ texts }: LineItemRules): number[] =>
  [texts.ChargePeriodStart, texts.ChargePeriodEnd].flatMap(({ columns }) => columns);

/** How rows, or groups of them, become line items. */
interface Plan {
  readonly applied: ReadonlyMap<TextProperty | 'Tags', BatchRule<string | null>>;
  /** Properties by the place of their text among those of a batch. */
  readonly copies: ReadonlyMap<TextProperty, number>;
  readonly amounts: ReadonlyMap<AmountProperty, RuledAmounts>;
}

type TextRules = readonly (readonly [TextProperty | 'Tags', Rule<string | null>])[];
type Apply = <Value>(rule: Rule<Value>) => BatchRule<Value>;

/**
 * @param texts the columns that batches hold as texts
 * @param apply makes a rule one of batches
 */
function planOf(rules: TextRules, amounts: Plan['amounts'], texts: readonly number[], apply: Apply): Plan {
  const copies = rules.flatMap(
    ([
      property,
      {
        isCopy,
        columns: [column = -1],
      },
    ]) => (isCopy && property !== 'Tags' ? [[property, texts.indexOf(column)] as const] : []),
  );
  const others = rules.filter(([, { isCopy }]) => !isCopy);
  const applied = new Map(others.map(([property, rule]) => [property, apply(rule)] as const));
  return { applied, copies: new Map(copies), amounts };
}

/** Makes line items of batches of columns, by the same rules as {@link normaliserOf} makes them of rows. */
export class ColumnNormaliser {
  readonly wanted: WantedColumns;
  readonly #normaliseRow: Normaliser;
  readonly #ofBatch: Plan;
  /** What sums are made of, where a batch has groups beside its rows. */
  readonly #ofGroups: Plan;

  /** @param isCurated whether properties are needed that only the curated file has */
  constructor(rules: LineItemRules, isCurated: boolean) {
    const properties = TEXT_PROPERTIES.filter((property) => isCurated || ALWAYS.has(property));
    const tags: Rule<string> = { columns: rules.tags.columns, value: (row) => jsonOf(rules.tags.value(row)) };
    const hasTags = isCurated || rules.tags.warns === true;
    const textRules: TextRules = [
      ...properties.map((property) => [property, rules.texts[property]] as const),
      ...(hasTags ? [['Tags', tags] as const] : []),
    ];
    const amountRules = AMOUNT_PROPERTIES.map((property) => rules.amounts[property]);
    const evaluated = [...textRules.map(([, rule]) => rule), ...(isCurated ? amountRules : [])];
    const times = timeColumns(rules);
    // Tags differ from resource to resource, and would leave no two rows in a group.
    const isGrouped = ({ columns, isOfDays }: Rule<unknown>) =>
      columns.length > 1 && columns !== tags.columns && (isOfDays === true || !columns.some((c) => times.includes(c)));
    const several = evaluated.filter((rule) => (isCurated ? isGrouped(rule) : rule.columns.length > 1));
    const texts = ascending([...textRules.map(([, rule]) => rule), ...amountRules].flatMap(({ columns }) => columns));
    this.#normaliseRow = normaliserOf(rules);
    this.wanted = {
      ...{ batchRows: isCurated ? rowGroupRows(texts.length) : SUMS_ROWS, keepsTexts: !isCurated, texts },
      amounts: ascending(amountRules.flatMap(({ places }) => places.map(({ column }) => column))),
      grouping: groupingOf(rules, several, isCurated),
    };
    const [ofRows, ofGroups, rowIds] = [new SharedTuples(texts), new SharedTuples(texts), new RowIds()];
    const byRow: Apply = (rule) =>
      isCurated && isGrouped(rule)
        ? new GroupedRule(new AppliedRule(rule, ofGroups), rowIds)
        : new AppliedRule(rule, ofRows);
    const byGroup: Apply = (rule) => new AppliedRule(rule, ofGroups);
    const ruled = (each: readonly AmountProperty[], apply: Apply) =>
      new Map(each.map((property) => [property, new RuledAmounts(apply(rules.amounts[property]))]));
    const summed = DAILY_KEYS.map((property) => [property, rules.texts[property]] as const);
    this.#ofBatch = planOf(textRules, ruled(isCurated ? AMOUNT_PROPERTIES : SUMMED, byRow), texts, byRow);
    this.#ofGroups = planOf(summed, ruled(SUMMED, byGroup), texts, byGroup);
  }

  /** @throws AlmanacError naming row and column of the first value that cannot be read */
  normalise(batch: ColumnBatch): LineItemBatch {
    return this.#lineItems(batch, this.#ofBatch);
  }

  /**
   * What has the same sums as the line items of a batch, in fewer rows if it has groups of them; only what is summed and what
   * sums are made by.
   * @param items the line items
   */
  summed({ grouped }: ColumnBatch, items: LineItemBatch): LineItemBatch {
    return grouped ? this.#lineItems(grouped.batch, this.#ofGroups) : items;
  }

  #lineItems(batch: ColumnBatch, { applied, copies, amounts }: Plan): LineItemBatch {
    const faults = batch.amounts.flatMap((amount) => [...amount.faults.keys()]);
    const values = new Map<TextProperty | 'Tags', ValueColumn<string | null>>();
    for (const [property, rule] of applied) {
      const column = rule.apply(batch);
      if (typeof column === 'number') faults.push(column);
      else values.set(property, column);
    }
    const found = new Map<AmountProperty, Amounts>();
    for (const [property, ruled] of amounts) {
      const each = ruled.of(batch, this.wanted.amounts);
      if (typeof each === 'number') faults.push(each);
      else if (each) found.set(property, each);
    }
    for (const row of ascending(faults)) this.#normaliseRow(this.#rowOf(batch, row));
    return {
      rows: batch.rows,
      counts: batch.groups?.counts,
      continues: batch.continues === true,
      values,
      copies: new Map([...copies].map(([property, i]) => [property, batch.texts[i] as TextColumn])),
      amounts: found,
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
