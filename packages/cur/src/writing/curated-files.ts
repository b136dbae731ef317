import { AlmanacError } from '@almanac/kernel';
import type { PartUpload } from '../ports.ts';
import type { LineItemBatch } from '../reading/line-item-batch.ts';
import { byBillingPeriod } from './billing-periods.ts';
import { CURATED_SCHEMA } from './curated-columns.ts';
import { CuratedPages } from './curated-pages.ts';
import { ParquetFile } from './parquet-file.ts';

/** Ten years: a file that claims more is not a bill. */
const MAX_PERIODS = 120;

interface OpenFile {
  readonly parquet: ParquetFile;
  readonly upload: PartUpload;
}

/**
 * Writes the line items of one report as one Parquet file per billing period, a row group per batch. Pages are encoded at
 * once; zlib's threads compress them while the next batch is read. The pages of one row group are held at a time.
 */
export class CuratedFiles {
  readonly #files = new Map<string, OpenFile>();
  readonly #open: (billingPeriod: string) => PartUpload;
  readonly #pages = new CuratedPages();
  #written: Promise<void> = Promise.resolve();

  constructor(open: (billingPeriod: string) => PartUpload) {
    this.#open = open;
  }

  /** Resolves when more can be taken; what is wrong with the writing may show only at the next call. */
  async append(batch: LineItemBatch): Promise<void> {
    for (const { billingPeriod, items } of byBillingPeriod(batch)) {
      const { parquet } = this.#fileOf(billingPeriod);
      await this.#written;
      this.#written = parquet.append(await this.#pages.encode(items), items.rows);
      this.#written.catch(() => {}); // the next call throws it
    }
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
