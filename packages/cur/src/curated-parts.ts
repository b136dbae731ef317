import { AlmanacError } from '@almanac/kernel';
import { CuratedParquet } from './curated-parquet.ts';
import { billingPeriodOf, type LineItem } from './line-item.ts';
import type { PartUpload } from './ports.ts';

/** Rows held in memory over all open parts: the largest becomes a row group when there are more. */
const MAX_HELD_ROWS = 5_000;
/** Ten years: a file that claims more is not a bill. */
const MAX_PERIODS = 120;

interface OpenPart {
  readonly parquet: CuratedParquet;
  readonly upload: PartUpload;
}

/** Writes the line items of one file as one Parquet part per billing period, with bounded memory. */
export class CuratedParts {
  readonly #parts = new Map<string, OpenPart>();
  readonly #open: (billingPeriod: string) => PartUpload;
  #heldRows = 0;

  constructor(open: (billingPeriod: string) => PartUpload) {
    this.#open = open;
  }

  async append(items: readonly LineItem[]): Promise<void> {
    for (const item of items) this.#partOf(billingPeriodOf(item)).parquet.append(item);
    this.#heldRows += items.length;
    while (this.#heldRows > MAX_HELD_ROWS) await this.#flushLargest();
  }

  /** Completes every part; afterwards all of them exist. */
  async close(): Promise<void> {
    for (const { parquet, upload } of this.#parts.values()) {
      await parquet.finish();
      await upload.close();
    }
  }

  async abort(): Promise<void> {
    await Promise.allSettled([...this.#parts.values()].map(({ upload }) => upload.abort()));
  }

  #partOf(billingPeriod: string): OpenPart {
    const known = this.#parts.get(billingPeriod);
    if (known) return known;
    if (this.#parts.size === MAX_PERIODS) {
      throw new AlmanacError('TOO_MANY_PERIODS', `The file spans more than ${MAX_PERIODS} billing periods; split it`);
    }
    const upload = this.#open(billingPeriod);
    const part = { parquet: new CuratedParquet((bytes) => upload.write(bytes)), upload };
    this.#parts.set(billingPeriod, part);
    return part;
  }

  async #flushLargest(): Promise<void> {
    const { parquet } = [...this.#parts.values()].reduce((a, b) => (a.parquet.heldRows >= b.parquet.heldRows ? a : b));
    this.#heldRows -= parquet.heldRows;
    await parquet.flush();
  }
}
