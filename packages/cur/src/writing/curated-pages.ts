import type { AmountProperty, TextProperty } from '../line-item-rules.ts';
import type { LineItemBatch } from '../reading/line-item-batch.ts';
import type { ColumnPages, PageEncoder } from './column-pages.ts';
import { CURATED_COLUMNS } from './curated-columns.ts';

/** The pages of a row group of these line items, in the order of {@link CURATED_COLUMNS}. */
export function curatedPages(items: LineItemBatch, encoder: PageEncoder): ColumnPages[] {
  encoder.begin();
  return CURATED_COLUMNS.map(([name, kind]) => {
    if (kind === 'amount') {
      return encoder.amounts(items.amounts.get(name as AmountProperty), items.rows);
    }
    const copy = items.copies.get(name as TextProperty);
    if (copy) return encoder.copies(copy, items.rows);
    const values = items.values.get(name as TextProperty | 'Tags');
    if (!values) throw new Error(`The batch lacks ${name}`);
    if (kind === 'time') return encoder.times(values, items.rows);
    return kind === 'price' ? encoder.decimals(values, items.rows) : encoder.texts(values, items.rows);
  });
}
