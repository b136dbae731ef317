import type { Decimal } from '@almanac/kernel';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { AMOUNT_PRECISION, AMOUNT_SCALE, type LineItem } from './line-item.ts';

type ColumnKind = 'text' | 'amount' | 'time' | 'json';
type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

/** Columns of the curated file, in order. The Glue table `focus_parts` has the same names in lower case. */
export const CURATED_COLUMNS: readonly (readonly [keyof LineItem, ColumnKind])[] = [
  ['BillingAccountId', 'text'],
  ['SubAccountId', 'text'],
  ['BillingPeriodStart', 'time'],
  ['ChargePeriodStart', 'time'],
  ['ChargePeriodEnd', 'time'],
  ['ServiceName', 'text'],
  ['ServiceCode', 'text'],
  ['RegionId', 'text'],
  ['AvailabilityZone', 'text'],
  ['ResourceId', 'text'],
  ['ChargeCategory', 'text'],
  ['ChargeDescription', 'text'],
  ['SkuId', 'text'],
  ['ConsumedQuantity', 'amount'],
  ['ConsumedUnit', 'text'],
  ['PricingUnit', 'text'],
  ['ListCost', 'amount'],
  ['BilledCost', 'amount'],
  ['EffectiveCost', 'amount'],
  ['BillingCurrency', 'text'],
  ['CommitmentDiscountId', 'text'],
  ['Tags', 'json'],
  ['x_LineItemId', 'text'],
  ['x_LineItemType', 'text'],
  ['x_Operation', 'text'],
  ['x_UsageType', 'text'],
];

const ELEMENTS: Readonly<Record<ColumnKind, Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
  amount: {
    type: 'FIXED_LEN_BYTE_ARRAY',
    type_length: 16,
    converted_type: 'DECIMAL',
    precision: AMOUNT_PRECISION,
    scale: AMOUNT_SCALE,
  },
};

const SCHEMA: SchemaElement[] = [
  { name: 'line_items', num_children: CURATED_COLUMNS.length },
  ...CURATED_COLUMNS.map(([name, kind]) => ({ name, ...ELEMENTS[kind], repetition_type: 'OPTIONAL' as const })),
];

const encode: Readonly<Record<ColumnKind, (value: unknown) => unknown>> = {
  text: (value) => value,
  json: (value) => JSON.stringify(value),
  time: (value) => (value === null ? null : BigInt(Date.parse(value as string))),
  amount: (value) => (value === null ? null : (value as Decimal).toFixedPoint(AMOUNT_SCALE)),
};

/** Takes bytes of a file in order; resolves when it can take more. */
export type WriteBytes = (bytes: Uint8Array) => Promise<void>;

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
