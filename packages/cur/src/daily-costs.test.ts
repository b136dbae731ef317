import { Decimal } from '@almanac/kernel';
import { describe, expect, it } from '@jest/globals';
import { type DailyCost, dimensionKey, mergeDailyCosts, totalsOf } from './daily-costs.ts';
import { difference } from './table-changes.ts';

const row = (over: Partial<DailyCost> = {}): DailyCost => ({
  billingPeriod: '2024-02',
  usageDate: '2024-02-01',
  accountId: '000123456789',
  serviceCode: 'AmazonEC2',
  serviceName: 'EC2',
  region: 'us-east-1',
  chargeCategory: 'Usage',
  currency: 'USD',
  unblendedCost: Decimal.parse('1'),
  amortizedCost: Decimal.parse('2'),
  lineItems: 3,
  ...over,
});

describe('the key of a row', () => {
  it('keeps parts apart that hold the separator', () => {
    expect(dimensionKey('a#b', row({ serviceCode: '50%#x' }))).toBe(
      'a%23b#2024-02#000123456789#50%25%23x#us-east-1#Usage#USD',
    );
    expect(dimensionKey('r', row({ accountId: 'a#b', serviceCode: 'c' }))).not.toBe(
      dimensionKey('r', row({ accountId: 'a', serviceCode: 'b#c' })),
    );
  });
});

describe('merging parts', () => {
  it('sums equal rows and takes the smaller service name, in either order', () => {
    const other = row({ serviceName: 'Compute', unblendedCost: Decimal.parse('-0.000000000000000001') });
    const merged = mergeDailyCosts([[row()], [other]]);
    expect(merged).toHaveLength(1);
    expect(merged[0]).toMatchObject({ serviceName: 'Compute', lineItems: 6 });
    expect(merged[0]?.unblendedCost.toString()).toBe('0.999999999999999999');
    expect(mergeDailyCosts([[other], [row()]]).map(String)).toEqual(merged.map(String));
  });

  it('refuses a total of more digits than can be stored', () => {
    const rows = [row({ unblendedCost: Decimal.parse('1E20') }), row({ unblendedCost: Decimal.parse('1E-18') })];
    expect(() => totalsOf(rows)).toThrow(expect.objectContaining({ code: 'AMOUNT_OUT_OF_RANGE' }));
  });
});

describe('the difference to publish', () => {
  const changed = row({ unblendedCost: Decimal.parse('9') });
  const gone = row({ usageDate: '2024-02-02' });

  it('leaves rows alone that stand already', () => {
    expect(difference([row()], [[row()]])).toEqual({ write: [], remove: [] });
  });

  it('writes what is new or differs and removes what is no longer there', () => {
    expect(difference([changed], [[row(), gone]])).toEqual({ write: [changed], remove: [gone] });
  });

  it('writes a row again where an unfinished publication may have changed it', () => {
    expect(difference([row()], [[row()], [changed]]).write).toEqual([row()]);
    expect(difference([row()], [[row()], [gone]])).toEqual({ write: [row()], remove: [gone] });
  });

  it('spreads writes over the days', () => {
    const days = (rows: readonly DailyCost[]) => rows.map(({ usageDate }) => usageDate.slice(8));
    const rows = ['01', '01', '01', '02', '02'].map((day, i) => row({ usageDate: `2024-02-${day}`, region: `r${i}` }));
    expect(days(difference(rows, [[]]).write)).toEqual(['01', '02', '01', '02', '01']);
  });
});
