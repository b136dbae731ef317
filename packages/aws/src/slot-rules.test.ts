import { describe, expect, it } from '@jest/globals';
import { parseSlotRules } from './slot-rules.ts';

const RULES = { audience_weights: [], min_gap_hours: 2, peak_hours: [1], max_topics_per_slot: 10, timezone: 'UTC' };

describe('the rules of slots', () => {
  it('are read from the text that Terraform makes', () => {
    const weights = Array.from({ length: 24 }, (_, hour) => hour);
    expect(parseSlotRules(JSON.stringify(RULES))).toEqual({
      ...{ minGapHours: 2, peakHours: [1], maxTopicsPerSlot: 10, timezone: 'UTC' },
      comparedOn: new Date('2026-01-15T00:00:00Z'),
    });
    expect(parseSlotRules(JSON.stringify({ ...RULES, audience_weights: weights })).audienceWeights).toEqual(weights);
  });

  it.each([
    '',
    '{}',
    JSON.stringify({ ...RULES, audience_weights: [1] }),
    JSON.stringify({ ...RULES, peak_hours: [24] }),
  ])('are refused as %j', (text) => {
    expect(() => parseSlotRules(text)).toThrow(expect.objectContaining({ code: 'BAD_CONFIGURATION' }));
  });
});
