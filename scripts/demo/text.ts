import { Decimal } from '@almanac/kernel';

/** An amount for people: two decimals, rounded half away from zero. Exact amounts are printed as they are. */
export const cents = (amount: Decimal): string => {
  const { units, scale } = amount;
  if (scale <= 2) return (Number(units) / 10 ** scale).toFixed(2);
  const unit = 10n ** BigInt(scale - 2);
  const half = units < 0n ? -unit / 2n : unit / 2n;
  return Decimal.of((units + half) / unit, 2)
    .toString()
    .replace(/^(-?\d+)$/, '$1.00')
    .replace(/(\.\d)$/, '$10');
};

/** Lines of cells under one another: the first column to the left, the others to the right. */
export const aligned = (lines: readonly (readonly string[])[]): string => {
  const columns = Math.max(0, ...lines.map((line) => line.length));
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  const pad = (cell: string, i: number): string =>
    i === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[i] ?? 0);
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
};

/** The same lines, two spaces further to the right. */
export const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ');

/** Blocks of lines beside each other. */
export const sideBySide = (blocks: readonly (readonly string[])[]): string => {
  const height = Math.max(0, ...blocks.map((block) => block.length));
  const widths = blocks.map((block) => Math.max(0, ...block.map((line) => line.length)));
  const row = (y: number): string => blocks.map((block, x) => (block[y] ?? '').padEnd(widths[x] ?? 0)).join('   ');
  return Array.from({ length: height }, (_, y) => row(y).trimEnd()).join('\n');
};
