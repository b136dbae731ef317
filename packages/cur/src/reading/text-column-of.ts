import type { TextColumn } from './column-batch.ts';

/** For tests: texts as a column. */
export function textColumnOf(texts: readonly string[]): TextColumn {
  const distinct = [...new Set(texts)];
  const bytes = Buffer.from(distinct.join(''));
  const ends = distinct.map((_, i) => Buffer.byteLength(distinct.slice(0, i + 1).join('')));
  const starts = [0, ...ends];
  return {
    ids: Int32Array.from(texts, (text) => distinct.indexOf(text)),
    dictionary: { size: distinct.length, bytes, starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) },
  };
}
