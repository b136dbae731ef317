import { describe, expect, it } from '@jest/globals';
import type { SchemaElement } from 'hyparquet';
import { textOfType } from './value-text.ts';

type Element = Omit<SchemaElement, 'name'>;

const int96 = (julianDay: bigint, nanoseconds: bigint) => (julianDay << 64n) | nanoseconds;
const stamp = (unit: 'MILLIS' | 'MICROS' | 'NANOS'): Element => ({
  type: 'INT64',
  logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit },
});

describe('the text of a value', () => {
  it.each<[string, Element, number | bigint | boolean, string]>([
    ['milliseconds', { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' }, 1706745600000n, '2024-02-01T00:00:00.000Z'],
    [
      'microseconds',
      { type: 'INT64', converted_type: 'TIMESTAMP_MICROS' },
      1706745600000999n,
      '2024-02-01T00:00:00.000Z',
    ],
    ['milliseconds by logical type', stamp('MILLIS'), 1n, '1970-01-01T00:00:00.001Z'],
    ['nanoseconds before 1970', stamp('NANOS'), -1n, '1969-12-31T23:59:59.999Z'],
    ['nanoseconds that no double holds', stamp('NANOS'), 1706745600123456789n, '2024-02-01T00:00:00.123Z'],
    ['INT96', { type: 'INT96' }, int96(2_460_342n, 3_600_000_000_000n), '2024-02-01T01:00:00.000Z'],
    ['a time beyond all dates', stamp('MILLIS'), 2n ** 62n, '4611686018427387904'],
    ['a date', { type: 'INT32', converted_type: 'DATE' }, 19_754, '2024-02-01'],
    ['a whole number', { type: 'INT64' }, 123456789012345678n, '123456789012345678'],
    ['a double', { type: 'DOUBLE' }, 1e-7, '1e-7'],
    ['a single', { type: 'FLOAT' }, Math.fround(3.3), '3.3'],
    ['the smallest single', { type: 'FLOAT' }, 2 ** -149, '1e-45'],
    ['a boolean', { type: 'BOOLEAN' }, true, 'true'],
    ['a decimal', { type: 'INT32', converted_type: 'DECIMAL', scale: 4 }, -15, '-0.0015'],
  ])('of %s', (_name, element, raw, text) => {
    expect(textOfType({ name: 'column', ...element })?.(raw)).toBe(text);
  });

  it('is the bytes themselves for texts', () => {
    expect(textOfType({ name: 'column', type: 'BYTE_ARRAY', converted_type: 'UTF8' })).toBeUndefined();
  });

  it('is none for types that no report has', () => {
    const uuid: SchemaElement = { name: 'id', type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16 };
    const message = expect.stringContaining('Column id');
    expect(() => textOfType(uuid)).toThrow(expect.objectContaining({ code: 'PARQUET_UNSUPPORTED', message }));
  });
});
