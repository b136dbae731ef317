import { describe, expect, it } from '@jest/globals';
import { FIRST, integrationFiles, LAST, planOf } from './integration.ts';

describe('the groups of integration tests', () => {
  const { inTurn, beside, last } = planOf(integrationFiles());

  it('hold every file once', () => {
    const names = [...inTurn.flat(), beside, last].flatMap(({ files }) => files);
    expect(names.sort()).toEqual(integrationFiles());
  });

  it('give the stack to files by names that there are', () => {
    expect(integrationFiles()).toEqual(expect.arrayContaining([...FIRST, ...LAST]));
    expect(inTurn.at(0)).toEqual([{ name: expect.any(String), files: FIRST }]);
    expect(last.files).toEqual(LAST);
  });

  it('let a new file run with the reports, or with what its name is about', () => {
    const plan = planOf(['new-thing', 'new-events', 'new-schedules', 'killed']);
    const all = [...plan.inTurn.flat(), plan.beside];
    expect(Object.fromEntries(all.map(({ name, files }) => [name, files]))).toMatchObject({
      reports: ['new-thing'],
      'events and crashes': ['new-events'],
      schedules: ['new-schedules'],
      'the whole stack': ['killed'],
    });
  });
});
