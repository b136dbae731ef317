/** A file of which any part can be read: an object in S3, a file on disk, bytes in memory. */
export interface RandomAccess {
  readonly sizeBytes: number;
  /** Exactly the bytes from `start` up to, and without, `end`. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** Bytes that are in memory already. */
export const inMemory = (bytes: Uint8Array): RandomAccess => ({
  sizeBytes: bytes.length,
  read: async (start, end) => bytes.subarray(start, end),
});
