import { jest } from '@jest/globals';

/** For a test or hook that hangs; what a test waits for has a limit of its own, which says what did not come (until.ts). */
jest.setTimeout(600_000);
