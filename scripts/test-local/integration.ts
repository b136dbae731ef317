import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../local-stack/environment.ts';
import { root } from '../local-stack/paths.ts';
import { jest } from './jest.ts';
import type { Tally } from './step.ts';

/** Files that have the stack to themselves but for schedules, because they count what everybody does, or change the stack. */
export const FIRST = ['account-guard', 'cli-dlq', 'cli-wait', 'killed', 'local-stack', 'permissions'];
/**
 * And after them: they need the processor for themselves, look at all that the others leave behind, or have it put in
 * order, as the cleaning has every period published that does not show what it should.
 */
export const LAST = ['cleanup', 'many-schedules', 'reconcile', 'schedule-permissions'];
/** The REST API, schedules and topics: they touch neither reports nor media, nor what the first files count. */
const SCHEDULES = /schedule|topic|api-|web-/;
/** Work on the media bus, and crashes in a bucket of their own: they touch no report of the landing bucket. */
const EVENTS = /event|crash/;

/** A group of test files, by name without `.test.ts`, that run one after another. */
export type Group = { name: string; files: string[] };

/** Which files run when: each is in one group, and a new one goes with the reports. */
export interface Plan {
  /** Groups that may run beside each other, one after another with others. */
  readonly inTurn: readonly (readonly Group[])[];
  /** Meets none of them. */
  readonly beside: Group;
  /** When everything else is done. */
  readonly last: Group;
}

export const planOf = (files: readonly string[]): Plan => {
  const others = files.filter((file) => !FIRST.includes(file) && !LAST.includes(file));
  const rest = others.filter((file) => !SCHEDULES.test(file));
  return {
    inTurn: [
      [{ name: 'the whole stack', files: files.filter((file) => FIRST.includes(file)) }],
      [
        { name: 'reports', files: rest.filter((file) => !EVENTS.test(file)) },
        { name: 'events and crashes', files: rest.filter((file) => EVENTS.test(file)) },
      ],
    ],
    beside: { name: 'schedules', files: others.filter((file) => SCHEDULES.test(file)) },
    last: { name: 'what all have left behind', files: files.filter((file) => LAST.includes(file)) },
  };
};

const SUFFIX = '.test.ts';
const folder = join(root, 'test', 'integration');

/** The names of all files of integration tests, as paths in their folder. */
export const integrationFiles = (): string[] =>
  globSync(`**/*${SUFFIX}`, { cwd: folder })
    .map((file) => file.slice(0, -SUFFIX.length))
    .sort();

/** Runs one group on the local stack. */
export const integrationGroup = (tally: Tally, env: Environment, { name, files }: Group): Promise<boolean> =>
  tally.step(`integration tests, ${name}`, () => {
    const paths = files.map((file) => join(folder, `${file}${SUFFIX}`));
    return jest('integration', env, ['--runInBand', '--runTestsByPath', ...paths], name.replaceAll(' ', '-'));
  });

/** Runs all groups but the last. They mostly wait for the stack, so those that do not meet run side by side. */
export const integrationTests = async (tally: Tally, env: Environment, { inTurn, beside }: Plan): Promise<void> => {
  const run = (group: Group) => integrationGroup(tally, env, group);
  const allInTurn = async (): Promise<void> => {
    for (const groups of inTurn) await Promise.all(groups.map(run));
  };
  await Promise.all([allInTurn(), run(beside)]);
};
