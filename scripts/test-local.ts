import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { current, stopCurrent } from './local-stack/emulator.ts';
import {
  DEFAULT_PORT,
  type Environment,
  localEnvironment,
  refuseForeignEndpoint,
  requestedPort,
} from './local-stack/environment.ts';
import { binaries, local, root } from './local-stack/paths.ts';
import { run } from './local-stack/processes.ts';
import { command } from './local-stack/refusal.ts';
import { checkov } from './test-local/checkov.ts';
import { integrationFiles, integrationGroup, integrationTests, planOf } from './test-local/integration.ts';
import { jest } from './test-local/jest.ts';
import { schemathesis } from './test-local/schemathesis.ts';
import { oneCheck, skipped, Tally } from './test-local/step.ts';
import {
  appliedFolders,
  copyInfra,
  formatted,
  linted,
  moduleTests,
  testedModules,
  valid,
} from './test-local/terraform-checks.ts';

const full = process.argv.includes('--full');
const script = (name: string): string => join(root, 'scripts', `${name}.ts`);
const tally = new Tally();

/** Brings the stack up in a process of its own, passing its progress on. */
const bringUp = (): Promise<boolean> =>
  tally.step('local stack', async () => {
    const onLine = (line: string): void => console.log(`        ${line}`);
    return oneCheck(await run(process.execPath, [script('local-up')], { onLine }));
  });

/** Everything that is said about the HCL without applying it. */
async function checkTerraform(env: Environment): Promise<void> {
  copyInfra();
  await tally.step('terraform fmt', () => formatted(env));
  for (const name of appliedFolders()) await tally.step(`terraform validate, ${name}`, () => valid(name, env));
  for (const name of testedModules()) await tally.step(`terraform test, ${name}`, () => moduleTests(name, env));
  await tally.step('checkov', () => checkov(env));
  await tally.step('tflint', async () => (await linted(env)) ?? skipped('it is not installed'));
}

/** Everything that is said about the code without a stack. */
async function checkCode(env: Environment): Promise<void> {
  await tally.step('types', async () =>
    oneCheck(await run(join(binaries, 'tsc'), ['-p', join(root, 'tsconfig.base.json')])),
  );
  const lint = ['check', '--error-on-warnings', '--colors=off', '.'];
  await tally.step('lint', async () => oneCheck(await run(join(binaries, 'biome'), lint, { cwd: root })));
  await tally.step('unit tests', () => jest('unit', env, []));
}

/** Ctrl-C ends the running steps by itself; what follows is left out, and the stack is stopped as at any end. */
const endEarlyWhenInterrupted = (): void => {
  process.once('SIGINT', () => {
    tally.interrupted = true;
    console.log('interrupted: ending');
  });
  process.once('SIGTERM', () => void stopCurrent().finally(() => process.exit(143)));
};

await command(async () => {
  refuseForeignEndpoint(process.env);
  mkdirSync(local(), { recursive: true });
  const before = await current();
  const port = before?.port ?? requestedPort(process.env) ?? DEFAULT_PORT;
  const env = { ...localEnvironment(process.env, port), ...(full ? { TEST_FULL: '1' } : {}) };
  const started = Date.now();
  if (before === undefined) endEarlyWhenInterrupted();

  await tally.step('build', async () => oneCheck(await run(process.execPath, [script('build')])));

  // What needs no stack runs beside what does, which mostly waits for the emulator.
  const plan = planOf(integrationFiles());
  const [isUp] = await Promise.all([
    bringUp().then(async (up) => {
      if (up) await integrationTests(tally, env, plan);
      return up;
    }),
    checkCode(env).then(() => checkTerraform(env)),
  ]);
  if (isUp) await integrationGroup(tally, env, plan.last);
  if (isUp && full) await tally.step('fuzzing of the REST API', () => schemathesis(env));

  if (before === undefined) await run(process.execPath, [script('local-down')]);
  else console.log(`the local stack was running before and is left so, on port ${port}`);
  console.log(`took ${Math.round((Date.now() - started) / 1000)} s`);
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  if (tally.failed > 0 || tally.interrupted) process.exitCode = 1;
});
