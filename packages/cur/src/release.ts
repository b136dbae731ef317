/** ES2024, Node 21 and later. */
interface TransferableBuffer {
  transfer(length: number): ArrayBuffer;
}

/**
 * Gives memory back that would otherwise wait for the garbage collector, which does not see how much there is of it.
 * Nothing may look into it any more.
 */
export function release(memory: ArrayBufferLike): void {
  (memory as Partial<TransferableBuffer>).transfer?.(0);
}
