import { AlmanacError } from '@almanac/kernel';

/** The error for a file that breaks the Parquet format. @param why what does not fit, in few words */
export const damaged = (why: string, cause?: unknown): AlmanacError =>
  new AlmanacError(
    'PARQUET_DAMAGED',
    `The Parquet file is damaged or cut off (${why}); upload it again`,
    {},
    cause === undefined ? undefined : { cause },
  );

/** The error for what Parquet allows and Almanac does not read. @param what ... is not read */
export const unsupported = (what: string, instead: string): AlmanacError =>
  new AlmanacError('PARQUET_UNSUPPORTED', `${what} is not read; ${instead}`);

/**
 * What an error means that was met on the way: the format lets a damaged header or footer hold any type of value in place of
 * any other, which shows as a TypeError or RangeError wherever it is used first.
 */
export const malformed = (error: unknown): unknown =>
  error instanceof TypeError || error instanceof RangeError ? damaged(error.message, error) : error;

/**
 * What `read` returns. Whatever it throws that is no error of ours (an offset beyond the data, a decoder that gives up)
 * means that the bytes are not what they should be.
 */
export function decoding<Value>(what: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof AlmanacError) throw error;
    throw damaged(`${what}: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}
