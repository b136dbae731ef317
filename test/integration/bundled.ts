import { local } from '../../scripts/local-stack/paths.ts';

// Made by bundle-programs.ts before the first integration test.
/** The program of the `almanac` command. */
export const ALMANAC = local('bundled', 'almanac', 'main.js');
/** The program of `crash-child.ts`. */
export const CRASH_CHILD = local('crash-child', 'crash-child.js');
/** The program of `schedules-crash-child.ts`. */
export const SCHEDULES_CRASH_CHILD = local('crash-child', 'schedules-crash-child.js');
