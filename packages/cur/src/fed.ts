import type { Duplex } from 'node:stream';

/**
 * Writes bytes to a stream in pieces of `pieceBytes`, the last one aside, and ends it; destroys it where they cannot be read.
 * There are two pieces, whose memory is used again and again: one is filled while the stream works on the other. Where the
 * stream ends of itself, as gunzip does before padding, the rest is read all the same.
 */
export async function fed(stream: Duplex, content: AsyncIterable<Uint8Array>, pieceBytes: number): Promise<void> {
  let [filling, other] = [Buffer.allocUnsafeSlow(pieceBytes), Buffer.allocUnsafeSlow(pieceBytes)];
  let filled = 0;
  let taken = Promise.resolve();
  try {
    for await (const chunk of content) {
      for (let from = 0; from < chunk.length; ) {
        const part = chunk.subarray(from, from + pieceBytes - filled);
        filling.set(part, filled);
        from += part.length;
        filled += part.length;
        if (filled < pieceBytes) continue;
        await taken;
        taken = written(stream, filling);
        taken.catch(() => undefined); // awaited above or below, in time or after the stream has said so itself
        [filling, other] = [other, filling];
        filled = 0;
      }
    }
    await taken;
    stream.end(filling.subarray(0, filled));
  } catch (error) {
    stream.destroy(error as Error);
  }
}

/** Resolves when the stream no longer looks at the bytes; fails where it is closed before it is done with them. */
const written = (stream: Duplex, bytes: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    const onClose = () => settle(new Error('The stream was closed'));
    const settle = (error?: Error | null) => {
      stream.off('close', onClose);
      if (error && !stream.readableEnded) reject(error);
      else resolve();
    };
    stream.once('close', onClose);
    stream.write(bytes, settle);
  });
