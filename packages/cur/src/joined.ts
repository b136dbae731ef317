/** The same bytes in chunks of at least so many, the last one aside: small ones are joined, large ones left as they are. */
export async function* joined(minBytes: number, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    bytes += chunk.length;
    if (bytes < minBytes) continue;
    yield together(held);
    held = [];
    bytes = 0;
  }
  if (bytes > 0) yield together(held);
}

const together = (chunks: readonly Uint8Array[]): Uint8Array =>
  chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
