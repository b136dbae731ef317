type Words = Int32Array | Uint32Array | Float64Array | Uint8Array;

/** The array itself where it has `length` elements or more, else a longer one that begins with them. */
export function grown<Typed extends Words>(array: Typed, length: number): Typed {
  if (length <= array.length) return array;
  const longer = new (array.constructor as new (length: number) => Typed)(Math.max(length, array.length * 2));
  longer.set(array);
  return longer;
}
