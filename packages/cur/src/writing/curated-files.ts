import { AlmanacError } from '@almanac/kernel';
import type { PartUpload } from '../ports.ts';
import type { LineItemBatch } from '../reading/line-item-batch.ts';
import { byBillingPeriod } from './billing-periods.ts';
import { type ColumnPages, PageEncoder } from './column-pages.ts';
import { CURATED_SCHEMA } from './curated-columns.ts';
import { curatedPages } from './curated-pages.ts';
import { ParquetFile } from './parquet-file.ts';

/** Ten years: a file that claims more is not a bill. */
const MAX_PERIODS = 120;

interface OpenFile {
  readonly parquet: ParquetFile;
  readonly upload: PartUpload;
}

interface Encoded {
  readonly file: OpenFile;
  readonly pages: ColumnPages[];
  readonly rows: number;
}

/**
 * Writes the line items of one report as one Parquet file per billing period, a row group per batch. Pages are encoded at
 * once; zlib's threads compress them while the next batch is read, and one batch's pages are held at most.
 */
export class CuratedFiles {
  readonly #files = new Map<string, OpenFile>();
  readonly #open: (billingPeriod: string) => PartUpload;
  readonly #encoder = new PageEncoder();
  #written: Promise<void> = Promise.resolve();

  constructor(open: (billingPeriod: string) => PartUpload) {
    this.#open = open;
  }

  /** Resolves when more can be taken; what is wrong with the writing may show only at the next call. */
  async append(batch: LineItemBatch): Promise<void> {
    const encoded = byBillingPeriod(batch).map(({ billingPeriod, items }) => ({
      file: this.#fileOf(billingPeriod),
      pages: curatedPages(items, this.#encoder),
      rows: items.rows,
    }));
    await this.#written;
    this.#written = writeAll(encoded);
    this.#written.catch(() => {}); // the next call throws it
  }

  /** Completes every file; afterwards all of them exist. */
  async close(): Promise<void> {
    await this.#written;
    for (const { parquet, upload } of this.#files.values()) {
      await parquet.finish();
      await upload.close();
    }
  }

  async abort(): Promise<void> {
    await this.#written.catch(() => {});
    await Promise.allSettled([...this.#files.values()].map(({ upload }) => upload.abort()));
  }

  #fileOf(billingPeriod: string): OpenFile {
    const known = this.#files.get(billingPeriod);
    if (known) return known;
    if (this.#files.size === MAX_PERIODS) {
      throw new AlmanacError('TOO_MANY_PERIODS', `The file spans more than ${MAX_PERIODS} billing periods; split it`);
    }
    const upload = this.#open(billingPeriod);
    const file = { parquet: new ParquetFile(CURATED_SCHEMA, (bytes) => upload.write(bytes)), upload };
    this.#files.set(billingPeriod, file);
    return file;
  }
}

async function writeAll(encoded: readonly Encoded[]): Promise<void> {
  for (const { file, pages, rows } of encoded) await file.parquet.append(pages, rows);
}
