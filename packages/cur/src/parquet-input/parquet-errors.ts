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
 * What an error that was met while decoding means: whatever is no error of ours (an offset beyond the data, a value of a
 * type that does not belong there, a decoder that gives up) says that the bytes are not what they should be.
 */
export function malformed(what: string, error: unknown): AlmanacError {
  if (error instanceof AlmanacError) return error;
  return damaged(`${what}: ${error instanceof Error ? error.message : String(error)}`, error);
}

/** What `read` returns. @throws AlmanacError as {@link malformed} has it */
export function decoding<Value>(what: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw malformed(what, error);
  }
}
