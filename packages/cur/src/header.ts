/** Finds columns by name: the exact name first, otherwise the only one that differs in nothing but case. */
export class Header {
  readonly names: readonly string[];
  readonly #exact = new Map<string, number>();
  readonly #folded = new Map<string, number[]>();

  constructor(names: readonly string[]) {
    this.names = names;
    names.forEach((name, index) => {
      if (!this.#exact.has(name)) this.#exact.set(name, index);
      this.#folded.set(name.toLowerCase(), [...(this.#folded.get(name.toLowerCase()) ?? []), index]);
    });
  }

  indexOf(name: string): number | undefined {
    const folded = this.#folded.get(name.toLowerCase());
    return this.#exact.get(name) ?? (folded?.length === 1 ? folded[0] : undefined);
  }

  /** The first of `names` that the header has. */
  firstOf(names: readonly string[]): number | undefined {
    for (const name of names) {
      const index = this.indexOf(name);
      if (index !== undefined) return index;
    }
    return undefined;
  }
}
