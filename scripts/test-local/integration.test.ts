import { describe, expect, it } from '@jest/globals';
import { FIRST, groupsOf, integrationFiles, LAST } from './integration.ts';

describe('the groups of integration tests', () => {
  const groups = groupsOf(integrationFiles());

  it('hold every file once', () => {
    const names = groups.flatMap((beside) => beside.flatMap(({ files }) => files));
    expect(names.sort()).toEqual(integrationFiles());
  });

  it('give the stack to files by names that there are', () => {
    expect(integrationFiles()).toEqual(expect.arrayContaining([...FIRST, ...LAST]));
    expect(groups.at(0)?.at(0)).toEqual({ name: expect.any(String), files: FIRST });
    expect(groups.at(-1)).toEqual([{ name: expect.any(String), files: LAST }]);
  });

  it('let a new file run with the reports, or with what is about events', () => {
    const all = groupsOf(['new-thing', 'new-events', 'new-schedules', 'killed']).flat();
    expect(Object.fromEntries(all.map(({ name, files }) => [name, files]))).toMatchObject({
      reports: ['new-thing'],
      'events and crashes': ['new-events'],
      schedules: ['new-schedules'],
      'the whole stack': ['killed'],
    });
  });
});
