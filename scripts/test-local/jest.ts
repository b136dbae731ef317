import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { Environment } from '../local-stack/environment.ts';
import { local, root } from '../local-stack/paths.ts';
import { run } from '../local-stack/processes.ts';
import type { Outcome } from './step.ts';

type Summary = { numPassedTests: number; numFailedTests: number; numRuntimeErrorTestSuites: number };

/**
 * Runs one jest project (`unit` or `integration`), each test a check. A file that cannot even be loaded is a failed
 * check, and so is a run that executed no test. `part` names the report of runs that run beside each other.
 */
export const jest = async (project: string, env: Environment, args: string[], part = 'all'): Promise<Outcome> => {
  const report = local(`jest-${project}-${part}.json`);
  rmSync(report, { force: true });
  const program = ['--experimental-vm-modules', '--no-warnings', `${root}/node_modules/jest/bin/jest.js`];
  const options = ['--selectProjects', project, '--json', '--outputFile', report, ...args];
  const { code, output } = await run(process.execPath, [...program, ...options], { cwd: root, env });
  const text = withoutJson(output);
  if (!existsSync(report)) return { passed: 0, failed: 1, output: text };
  const summary = JSON.parse(readFileSync(report, 'utf8')) as Summary;
  const failed = summary.numFailedTests + summary.numRuntimeErrorTestSuites;
  const unexplained = code !== 0 || summary.numPassedTests === 0;
  return { passed: summary.numPassedTests, failed: failed || Number(unexplained), output: text };
};

/** With --json jest prints its report too, on one line. */
const withoutJson = (output: string): string =>
  output
    .split('\n')
    .filter((line) => !line.startsWith('{"num'))
    .join('\n');
