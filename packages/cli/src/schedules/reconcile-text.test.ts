import type { ReconcileReport } from '@almanac/schedules';
import { describe, expect, it } from '@jest/globals';
import { isInStep, reconcileText } from './reconcile-text.ts';

const report = (fields: Partial<ReconcileReport> = {}): ReconcileReport => ({
  ...{ checked: 3, repaired: [], removed: [], completed: [], failed: [], foreign: [], finished: true },
  ...fields,
});

describe('what reconciling found', () => {
  it('is in step where nothing differs, whatever else is in the group', () => {
    const found = report({ foreign: ['by-hand'] });
    expect(isInStep(found, false)).toBe(true);
    expect(reconcileText(found, false)).toMatch(
      /by-hand +not made by Almanac +left alone\n\n.* agree in 3 schedules\.$/,
    );
    expect(reconcileText(report(), false)).toBe('Records and EventBridge Scheduler agree in 3 schedules.');
  });

  it('is out of step until it is repaired', () => {
    const found = report({ repaired: ['a'], removed: ['b'], completed: ['c'] });
    expect([isInStep(found, false), isInStep(found, true)]).toEqual([false, true]);
    expect(reconcileText(found, false)).toMatch(
      /a .*to be repaired\nb .*to be removed\nc .*to be completed\n\n3 of 3 schedules differ;/,
    );
    expect(reconcileText(found, true)).toMatch(/a .* repaired\nb .* removed\nc .* completed\n\n3 of 3 .* agree now\.$/);
  });

  it('is out of step where a repair failed or time ran out', () => {
    const failed = [{ schedule_id: 'a', error: 'X', message: 'throttled' }];
    expect(isInStep(report({ failed }), true)).toBe(false);
    expect(isInStep(report({ finished: false }), true)).toBe(false);
    expect(reconcileText(report({ failed }), true)).toMatch(
      /a +throttled +failed\n\n1 of 3 schedules could not be repaired\.$/,
    );
  });
});
