/** Names shown as what may have been meant. */
const MAX_NAMES = 5;
/** Of all pairs of neighbouring characters, how many two names must share to be near. */
const NEAR = 0.4;
/** No name is near what is longer, and taking that to pieces could cost more memory than there is. */
const MAX_LENGTH = 256;

function pairsOf(name: string): Set<string> {
  const text = name.toLowerCase();
  return new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => text.slice(i, i + 2)));
}

/** The names most like a given one, nearest first (Dice's coefficient over pairs of characters); none where none is. */
export function nearNames(given: string, names: readonly string[]): string[] {
  if (given.length > MAX_LENGTH) return [];
  const wanted = pairsOf(given);
  const likeness = (name: string): number => {
    const pairs = pairsOf(name);
    const shared = [...pairs].filter((pair) => wanted.has(pair)).length;
    return (2 * shared) / Math.max(1, pairs.size + wanted.size);
  };
  return [...new Set(names)]
    .map((name) => ({ name, likeness: likeness(name) }))
    .filter(({ likeness }) => likeness >= NEAR)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, MAX_NAMES)
    .map(({ name }) => name);
}
