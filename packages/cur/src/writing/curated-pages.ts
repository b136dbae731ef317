import { setImmediate } from 'node:timers/promises';
import type { LineItem } from '../line-item.ts';
import type { AmountProperty, TextProperty } from '../line-item-rules.ts';
import type { LineItemBatch } from '../reading/line-item-batch.ts';
import { type ColumnPages, EncoderMemory, PageEncoder } from './column-pages.ts';
import { CURATED_COLUMNS, type CuratedKind } from './curated-columns.ts';

/** Makes the pages of row groups of line items, one row group after the other in the same memory. */
export class CuratedPages {
  readonly #memory = new EncoderMemory();
  readonly #encoders = CURATED_COLUMNS.map(() => new PageEncoder(this.#memory));

  /** The pages in the order of {@link CURATED_COLUMNS}; valid until the next call. */
  async encode(items: LineItemBatch): Promise<ColumnPages[]> {
    const pages: ColumnPages[] = [];
    this.#memory.clear();
    for (const [i, [name, kind]] of CURATED_COLUMNS.entries()) {
      pages.push(columnPages(items, name, kind, this.#encoders[i] as PageEncoder));
      // zlib hands over a chunk and begins the next between turns of the event loop.
      await setImmediate();
    }
    return pages;
  }
}

function columnPages(items: LineItemBatch, name: keyof LineItem, kind: CuratedKind, encoder: PageEncoder): ColumnPages {
  if (kind === 'amount') return encoder.amounts(items.amounts.get(name as AmountProperty), items.rows);
  const copy = items.copies.get(name as TextProperty);
  if (copy) return encoder.copies(copy, items.rows);
  const values = items.values.get(name as TextProperty | 'Tags');
  if (!values) throw new Error(`The batch lacks ${name}`);
  if (kind === 'time') return encoder.times(values, items.rows);
  return kind === 'price' ? encoder.decimals(values, items.rows) : encoder.texts(values, items.rows);
}
