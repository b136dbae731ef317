import { cpSync, existsSync, globSync, rmSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Environment } from '../local-stack/environment.ts';
import { infra, local, root } from '../local-stack/paths.ts';
import { run } from '../local-stack/processes.ts';
import { initialise, terraform } from '../local-stack/terraform.ts';
import { type Outcome, oneCheck } from './step.ts';

// Checked as a copy: `terraform init` writes a lock file into every module that it is run in.
const copy = (): string => local('terraform-checks', 'infra');
const dataFolder = (name: string): string => local('terraform-checks', 'data', name, 'terraform');

/** Lays the copy anew, beside a link to the function archives. */
export const copyInfra = (): void => {
  rmSync(copy(), { recursive: true, force: true });
  cpSync(infra, copy(), { recursive: true, filter: (source) => basename(source) !== '.terraform' });
  const archives = local('terraform-checks', 'dist');
  if (!existsSync(archives)) symlinkSync(join(root, 'dist'), archives);
};

/** The names of the modules that have tests. */
export const testedModules = (): string[] =>
  globSync('modules/*/tests/*.tftest.hcl', { cwd: infra })
    .map((file) => basename(dirname(dirname(file))))
    .filter((name, index, all) => all.indexOf(name) === index)
    .sort();

/** `terraform fmt -check`. */
export const formatted = async (env: Environment): Promise<Outcome> =>
  oneCheck(await terraform(infra, ['fmt', '-check', '-recursive', '-diff', '-no-color'], env));

/** The folders that are applied as they are: the stack, and what others apply in their accounts. */
export const appliedFolders = (): string[] => ['.', ...globSync('examples/*', { cwd: infra }).sort()];

/** `terraform validate` of a folder that is applied, and so of all that it calls. */
export const valid = async (name: string, env: Environment): Promise<Outcome> => {
  const { folder, own } = await initialised(name, env);
  return oneCheck(await terraform(folder, ['validate', '-no-color'], own));
};

/** A folder of the copy, ready to be used with the providers that the stack has locked. */
const initialised = async (name: string, env: Environment): Promise<{ folder: string; own: Environment }> => {
  const folder = join(copy(), name);
  const own = { ...env, TF_DATA_DIR: dataFolder(name) };
  const lock = '.terraform.lock.hcl';
  if (name !== '.') cpSync(join(infra, lock), join(folder, lock));
  await initialise(folder, own, ['-backend=false']);
  return { folder, own };
};

/** `terraform test` of one module: every run block is a check. */
export const moduleTests = async (name: string, env: Environment): Promise<Outcome> => {
  const { folder, own } = await initialised(join('modules', name), env);
  const { code, stdout, output } = await terraform(folder, ['test', '-json'], own);
  return testOutcome(code, stdout, output);
};

type TestEvent = {
  type?: string;
  test_run?: { progress?: string };
  '@message'?: string;
  diagnostic?: { detail?: string; range?: { filename?: string; start?: { line?: number } } };
  test_summary?: { passed: number; failed: number; errored: number };
};

/** Reads the events of `terraform test -json`. A run without a summary, or without a passed block, has failed. */
export const testOutcome = (code: number, stdout: string, output: string): Outcome => {
  const events = stdout.split('\n').flatMap((line): TestEvent[] => (line.startsWith('{') ? [JSON.parse(line)] : []));
  const summary = events.find(({ type }) => type === 'test_summary')?.test_summary;
  if (summary === undefined) return { passed: 0, failed: 1, output };
  const failed = summary.failed + summary.errored;
  const unexplained = code !== 0 || summary.passed === 0;
  return { passed: summary.passed, failed: failed || Number(unexplained), output: readableEvents(events) };
};

/** A block is told of several times while it runs; its end is enough. */
const readableEvents = (events: TestEvent[]): string =>
  events
    .filter(({ test_run: block }) => block === undefined || block.progress === 'complete')
    .map(readable)
    .join('\n');

const readable = ({ '@message': message, diagnostic }: TestEvent): string => {
  const { filename, start } = diagnostic?.range ?? {};
  return [message, filename && `  ${filename}:${start?.line}`, diagnostic?.detail && `  ${diagnostic.detail}`]
    .filter(Boolean)
    .join('\n');
};

/** tflint over every module; undefined where it is not installed. */
export const linted = async (env: Environment): Promise<Outcome | undefined> => {
  if ((await run('tflint', ['--version'], { env })).code !== 0) return undefined;
  const config = `--config=${join(infra, '.tflint.hcl')}`;
  return oneCheck(await run('tflint', [`--chdir=${infra}`, '--recursive', config], { env }));
};
