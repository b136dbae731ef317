export interface Pace {
  readonly atOnce: number;
  /** Aborted where nothing more is to be begun. */
  readonly signal?: AbortSignal | undefined;
}

/** Works on what comes, with so many under way at once. Rejects with the first error. */
export async function forEachOf<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  { atOnce, signal }: Pace,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  for await (const item of items) {
    if (signal?.aborted) break;
    const one: Promise<void> = work(item).finally(() => underWay.delete(one));
    underWay.add(one);
    if (underWay.size >= atOnce) await Promise.race(underWay);
  }
  await Promise.all(underWay);
}
