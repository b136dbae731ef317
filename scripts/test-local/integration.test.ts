import { describe, expect, it } from '@jest/globals';
import { groupsOf, integrationFiles } from './integration.ts';

describe('the groups of integration tests', () => {
  const names = groupsOf(integrationFiles()).map((groups) => groups.map(({ files }) => files));

  it('hold every file once', () => {
    expect(integrationFiles()).toContain('pipeline');
    expect(names.flat(2).sort()).toEqual(integrationFiles());
  });

  it('end with the comparison of all that is left behind', () => {
    expect(names.at(-1)).toEqual([['reconcile']]);
  });

  it('keep files that count what everybody does away from all others', () => {
    const [first] = names;
    expect(first).toEqual([['account-guard', 'cli-dlq', 'cli-wait', 'killed', 'local-stack', 'permissions']]);
  });

  it('let a new file run with the reports', () => {
    const groups = groupsOf(['new-thing', 'new-events', 'killed']).flat();
    expect(Object.fromEntries(groups.map(({ name, files }) => [name, files]))).toMatchObject({
      reports: ['new-thing'],
      'events and crashes': ['new-events'],
      'the whole stack': ['killed'],
    });
  });
});
