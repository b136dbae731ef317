import { describe, expect, it } from '@jest/globals';
import { nearNames } from './near-names.ts';

describe('nearNames', () => {
  const names = ['acme-costs', 'acme-credits', 'globex-monthly', 'acme-costs'];

  it('puts the most alike first, each once, and leaves out what is not', () => {
    expect(nearNames('acme-cost', names)).toEqual(['acme-costs', 'acme-credits']);
    expect(nearNames('GLOBEX-MONTLY', names)).toEqual(['globex-monthly']);
    expect(nearNames('zzz', names)).toEqual([]);
  });

  it('shows five at most, whatever is given', () => {
    const many = Array.from({ length: 9 }, (_, i) => `report-${i}`);
    expect(nearNames('report-x', many)).toHaveLength(5);
    expect(nearNames('', many)).toEqual([]);
    expect(nearNames('report-0'.repeat(1_000_000), many)).toEqual([]);
  });
});
