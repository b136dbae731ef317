import { Decimal } from '@almanac/kernel';

/**
 * An item's value with JavaScript's numbers in place of exact ones, however deep they lie: for items whose numbers are small
 * and whole. What comes out is unchecked.
 */
export function plainItem(value: unknown): unknown {
  if (value instanceof Decimal) return Number(value.toString());
  if (Array.isArray(value)) return value.map(plainItem);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plainItem(inner)]));
}
