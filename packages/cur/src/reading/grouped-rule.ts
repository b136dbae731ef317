import type { AppliedRule, BatchRule, ValueColumn } from './applied-rule.ts';
import type { ColumnBatch, RowGroups } from './column-batch.ts';
import { grown } from './grown.ts';

/** A rule that looks at several columns, applied to the groups of a batch where it has them: they are far fewer than its rows. */
export class GroupedRule<Value> implements BatchRule<Value> {
  readonly #rule: AppliedRule<Value>;
  readonly #rowIds: RowIds;

  /** @param rowIds shared by all rules of a batch */
  constructor(rule: AppliedRule<Value>, rowIds: RowIds) {
    this.#rule = rule;
    this.#rowIds = rowIds;
  }

  apply(batch: ColumnBatch): ValueColumn<Value> | number {
    const { grouped } = batch;
    if (!grouped) return this.#rule.apply(batch);
    const column = this.#rule.apply(grouped.batch);
    if (typeof column === 'number') return grouped.batch.groups?.firstRows[column] ?? column;
    return { ids: this.#rowIds.of(column.ids, grouped, batch.rows), values: column.values };
  }
}

/** For each row the id of its group: one array for all who have the same ids of groups. */
export class RowIds {
  #groups: RowGroups | undefined;
  readonly #known = new Map<Int32Array, Int32Array>();
  /** Memory to use again. */
  #free: Int32Array[] = [];

  /** Valid until the next batch. */
  of(ids: Int32Array, groups: RowGroups, rows: number): Int32Array {
    if (this.#groups !== groups) this.#clear(groups);
    const known = this.#known.get(ids);
    if (known) return known;
    const rowIds = grown(this.#free.pop() ?? new Int32Array(0), rows);
    fill(rowIds, ids, groups.ofRows, rows);
    this.#known.set(ids, rowIds);
    return rowIds;
  }

  #clear(groups: RowGroups): void {
    this.#groups = groups;
    this.#free.push(...this.#known.values());
    this.#known.clear();
  }
}

function fill(rowIds: Int32Array, ids: Int32Array, ofRows: Int32Array, rows: number): void {
  for (let row = 0; row < rows; row++) rowIds[row] = ids[ofRows[row] as number] as number;
}
