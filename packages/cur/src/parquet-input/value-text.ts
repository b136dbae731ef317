import { Decimal } from '@almanac/kernel';
import type { SchemaElement } from 'hyparquet';
import { unsupported } from './parquet-errors.ts';
import type { Raw } from './raw-values.ts';

/** The text of a stored value, as csv would have it. */
export type TextOf = (raw: Raw) => string;

const MS_PER_DAY = 86_400_000;
const NS_PER_DAY = 86_400_000_000_000n;
/** Julian day of 1970-01-01, from which INT96 counts. Source: Apache Parquet, "INT96 timestamps". */
const JULIAN_EPOCH = 2_440_588n;

/** A time that no date stands for is left as the number it is, for the reader of times to refuse. */
const timeText = (ms: number, raw: Raw): string => {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? String(raw) : date.toISOString();
};

const PER_MS = { MILLIS: 1n, MICROS: 1_000n, NANOS: 1_000_000n };

const floorDivide = (a: bigint, b: bigint): bigint => (a - (((a % b) + b) % b)) / b;

const timestampText =
  (unit: keyof typeof PER_MS): TextOf =>
  (raw) =>
    timeText(Number(floorDivide(BigInt(raw as number | bigint), PER_MS[unit])), raw);

const int96Text: TextOf = (raw) => {
  const nanoseconds = BigInt.asUintN(64, raw as bigint);
  const days = (raw as bigint) >> 64n;
  return timestampText('NANOS')((days - JULIAN_EPOCH) * NS_PER_DAY + nanoseconds);
};

const dateText: TextOf = (raw) => timeText((raw as number) * MS_PER_DAY, raw).replace('T00:00:00.000Z', '');

/** The shortest decimal that a single-precision reader takes for the same number. */
const floatText: TextOf = (raw) => {
  for (let digits = 1; digits < 9; digits++) {
    const text = (raw as number).toPrecision(digits);
    if (Math.fround(Number(text)) === raw) return String(Number(text));
  }
  return String(Number((raw as number).toPrecision(9)));
};

/** A whole number in two's complement, most significant byte first. */
export const bigEndian = (bytes: Uint8Array): bigint => {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  return hex === '' ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${hex}`));
};

/** How many decimals a column of type DECIMAL has; undefined for any other type. */
export function decimalScale({ converted_type, logical_type, scale = 0 }: SchemaElement): number | undefined {
  if (logical_type?.type === 'DECIMAL') return logical_type.scale;
  return converted_type === 'DECIMAL' ? scale : undefined;
}

/** The digits of a DECIMAL, as a whole number. */
export const unscaled = (raw: Raw): bigint => (raw instanceof Uint8Array ? bigEndian(raw) : BigInt(raw));

function textOfInteger({ converted_type, logical_type }: SchemaElement): TextOf {
  if (logical_type?.type === 'TIMESTAMP') return timestampText(logical_type.unit);
  if (converted_type === 'TIMESTAMP_MILLIS') return timestampText('MILLIS');
  if (converted_type === 'TIMESTAMP_MICROS') return timestampText('MICROS');
  if (converted_type === 'DATE' || logical_type?.type === 'DATE') return dateText;
  return String;
}

/**
 * How the values of a column are written as text; undefined for those that are UTF-8 as they stand.
 * @throws AlmanacError `PARQUET_UNSUPPORTED` for a type that no report column has
 */
export function textOfType(element: SchemaElement): TextOf | undefined {
  const scale = decimalScale(element);
  if (scale !== undefined) return (raw) => Decimal.of(unscaled(raw), scale).toString();
  switch (element.type) {
    case 'BYTE_ARRAY':
      return undefined;
    case 'INT32':
    case 'INT64':
      return textOfInteger(element);
    case 'INT96':
      return int96Text;
    case 'FLOAT':
      return floatText;
    case 'DOUBLE':
    case 'BOOLEAN':
      return String;
    default:
      throw unsupported(`Column ${element.name} of type ${element.type}`, 'write it as text, number or time');
  }
}
