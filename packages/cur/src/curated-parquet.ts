import { Decimal } from '@almanac/kernel';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { AMOUNT_SCALE, type LineItem } from './line-item.ts';
import { CURATED_COLUMNS, CURATED_SCHEMA, type CuratedKind } from './writing/curated-columns.ts';
import type { WriteBytes } from './writing/parquet-file.ts';

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

const SCHEMA: SchemaElement[] = [
  { name: 'line_items', num_children: CURATED_COLUMNS.length },
  ...CURATED_SCHEMA.map((column) => ({ ...column, repetition_type: 'OPTIONAL' as const })),
];

const encode: Readonly<Record<CuratedKind, (value: unknown) => unknown>> = {
  text: (value) => value,
  json: (value) => JSON.stringify(value),
  time: (value) => (value === null ? null : BigInt(Date.parse(value as string))),
  amount: (value) => (value === null ? null : (value as Decimal).toFixedPoint(AMOUNT_SCALE)),
  price: (value) => (value === null ? null : Decimal.parse(value as string).toFixedPoint(AMOUNT_SCALE)),
};

/** Writes line items as one Parquet file: rows are held until {@link flush} makes a row group of them. */
export class CuratedParquet {
  readonly #bytes = new ByteWriter();
  readonly #writer = new ParquetWriter({ writer: this.#bytes, schema: SCHEMA, createdBy: 'almanac' });
  readonly #write: WriteBytes;
  #columns: unknown[][] = CURATED_COLUMNS.map(() => []);

  constructor(write: WriteBytes) {
    this.#write = write;
  }

  get heldRows(): number {
    return this.#columns[0]?.length ?? 0;
  }

  append(item: LineItem): void {
    CURATED_COLUMNS.forEach(([name, kind], i) => {
      this.#columns[i]?.push(encode[kind](item[name]));
    });
  }

  /** Writes the held rows as a row group. */
  async flush(): Promise<void> {
    if (this.heldRows === 0) return;
    const columnData = CURATED_COLUMNS.map(([name], i) => ({ name, data: this.#columns[i] ?? [] }));
    await this.#writer.write({ columnData, rowGroupSize: this.heldRows });
    this.#columns = CURATED_COLUMNS.map(() => []);
    await this.#drain();
  }

  /** Writes what is held and the footer; nothing may be appended afterwards. */
  async finish(): Promise<void> {
    await this.flush();
    await this.#writer.finish();
    await this.#drain();
  }

  async #drain(): Promise<void> {
    await this.#write(this.#bytes.getBytes().slice());
    this.#bytes.index = 0;
  }
}
