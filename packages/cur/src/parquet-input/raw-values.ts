import type { Encoding, SchemaElement } from 'hyparquet';
import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from 'hyparquet/src/delta.js';
import { byteStreamSplit } from 'hyparquet/src/encoding.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { damaged, decoding, unsupported } from './parquet-errors.ts';

/** A value as it is stored, before its logical type is applied. INT96 comes as a number of 96 bits. */
export type Raw = Uint8Array | number | bigint | boolean;
export type RawValues = ArrayLike<Raw>;

/** The values of a page that are there, in order. */
export interface ValueStream {
  /** The next `count` of them. @throws AlmanacError `PARQUET_DAMAGED` */
  take(count: number): RawValues;
  /**
   * Shows where in memory each of the next `count` texts lies, without an object for each.
   * Absent where the values are no texts, or not stored as they are. @throws AlmanacError `PARQUET_DAMAGED`
   */
  locate?(count: number, at: (bytes: Uint8Array, start: number, end: number) => void): void;
}

type Reader = { readonly view: DataView; offset: number };

/**
 * Decodes values a part at a time where the encoding allows it.
 * @param offset where the values begin in `bytes`
 * @param present how many there are
 * @throws AlmanacError `PARQUET_UNSUPPORTED` for an encoding that is not known, `PARQUET_DAMAGED`
 */
export function valueStream(
  encoding: Encoding,
  element: SchemaElement,
  bytes: Uint8Array,
  offset: number,
  present: () => number,
): ValueStream {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset };
  const checked = (decode: () => RawValues): RawValues => {
    const values = decoding('a page', decode);
    if (reader.offset > bytes.length) throw damaged('a page ends within its values');
    return values;
  };
  if (encoding === 'PLAIN') {
    const take = (count: number) => checked(() => plain(reader, element, count));
    if (element.type !== 'BYTE_ARRAY') return { take };
    return { take, locate: (count, at) => locatePlain(reader, bytes, count, at) };
  }
  const all = checked(() => decodeWhole(encoding, element, reader, present()));
  let taken = 0;
  return {
    take(count) {
      taken += count;
      return Array.prototype.slice.call(all, taken - count, taken);
    },
  };
}

function plain(reader: Reader, { type, type_length: length }: SchemaElement, count: number): RawValues {
  if (!type) throw damaged('a column without a type');
  return readPlain(reader, type, count, length) as RawValues;
}

/** Each text stands behind its length, four bytes of it. */
function locatePlain(
  reader: Reader,
  bytes: Uint8Array,
  count: number,
  at: (bytes: Uint8Array, start: number, end: number) => void,
): void {
  let { offset } = reader;
  for (let i = 0; i < count; i++) {
    const start = offset + 4;
    if (start > bytes.length) throw damaged('a page ends within its values');
    offset = start + reader.view.getUint32(offset, true);
    if (offset > bytes.length) throw damaged('a page ends within its values');
    at(bytes, start, offset);
  }
  reader.offset = offset;
}

// Source of encodings and of the types they may hold: Apache Parquet, "Encodings".
function decodeWhole(encoding: Encoding, element: SchemaElement, reader: Reader, count: number): RawValues {
  switch (encoding) {
    case 'BYTE_STREAM_SPLIT':
      return byteStreamSplit(reader, count, element.type ?? 'BYTE_ARRAY', element.type_length) as RawValues;
    case 'DELTA_BINARY_PACKED': {
      const numbers = element.type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count);
      deltaBinaryUnpack(reader, count, numbers);
      return numbers;
    }
    case 'DELTA_LENGTH_BYTE_ARRAY':
    case 'DELTA_BYTE_ARRAY': {
      const texts: Uint8Array[] = new Array(count);
      (encoding === 'DELTA_BYTE_ARRAY' ? deltaByteArray : deltaLengthByteArray)(reader, count, texts);
      return texts;
    }
    default:
      throw unsupported(`Parquet encoded as ${encoding}`, 'write it with plain or dictionary encoding');
  }
}
