/** A binary heap: the least item is at the top. */
export class Heap<Item> {
  readonly #items: Item[] = [];
  readonly #isLess: (a: Item, b: Item) => boolean;

  constructor(isLess: (a: Item, b: Item) => boolean) {
    this.#isLess = isLess;
  }

  push(item: Item): void {
    let at = this.#items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfLess(at, parent)) return;
      at = parent;
    }
  }

  pop(): Item | undefined {
    const top = this.#items[0];
    const last = this.#items.pop();
    if (last === undefined || this.#items.length === 0) return top;
    this.#items[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = right < this.#items.length && this.#less(right, left) ? right : left;
      if (child >= this.#items.length || !this.#swapIfLess(child, at)) return top;
      at = child;
    }
  }

  #less(a: number, b: number): boolean {
    return this.#isLess(this.#items[a] as Item, this.#items[b] as Item);
  }

  #swapIfLess(lower: number, upper: number): boolean {
    if (!this.#less(lower, upper)) return false;
    const item = this.#items[lower] as Item;
    this.#items[lower] = this.#items[upper] as Item;
    this.#items[upper] = item;
    return true;
  }
}
