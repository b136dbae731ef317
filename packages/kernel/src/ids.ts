import { createHash } from 'node:crypto';

/**
 * An id that depends on nothing but its parts, so that a retry computes the same one.
 * @returns 24 lower-case hexadecimal digits (96 bits of SHA-256)
 */
export function stableId(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);
}
