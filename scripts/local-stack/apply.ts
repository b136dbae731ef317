import { once } from 'node:events';
import { createWriteStream, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Running } from './emulator.ts';
import { type Environment, endpointUrl, localEnvironment, REGION } from './environment.ts';
import { fingerprint } from './fingerprint.ts';
import { isLeftOut } from './localstack.ts';
import { infra, local } from './paths.ts';
import { applyProgress } from './progress.ts';
import { Refusal } from './refusal.ts';
import { initialise, terraform } from './terraform.ts';

const STATE_FILES = ['terraform.tfstate', 'terraform.tfstate.backup', 'applied.json', 'outputs.json'];
const state = (): string => `-state=${local('terraform.tfstate')}`;

/** Terraform's environment for the local stack: its own data folder, away from the one used for AWS. */
export const terraformEnvironment = (port: number): Environment => ({
  ...localEnvironment(process.env, port),
  TF_DATA_DIR: local('terraform'),
});

/** Forgets what was applied. The emulator keeps nothing, so state outlives its resources. */
export const forgetState = (): void => {
  for (const file of STATE_FILES) rmSync(local(file), { force: true });
};

/**
 * Brings the emulator to what `infra/` and `dist/` say and writes `.local/outputs.json`. Returns whether there was
 * anything to do: the same emulator with the same inputs needs nothing.
 */
export const applyTo = async (emulator: Running): Promise<boolean> => {
  const applied = JSON.stringify({ emulator, inputs: fingerprint() });
  if (!wasAppliedTo(emulator)) forgetState();
  if (existsSync(local('outputs.json')) && readApplied() === applied) return false;
  const env = terraformEnvironment(emulator.port);
  writeFileSync(local('applied.json'), JSON.stringify({ emulator }));
  await initialise(infra, env);
  await apply(env, emulator);
  await writeOutputs(emulator.port, env);
  writeFileSync(local('applied.json'), applied);
  return true;
};

const readApplied = (): string =>
  existsSync(local('applied.json')) ? readFileSync(local('applied.json'), 'utf8') : '{}';

const wasAppliedTo = (emulator: Running): boolean => {
  const applied = JSON.parse(readApplied()) as { emulator?: Running };
  return JSON.stringify(applied.emulator) === JSON.stringify(emulator);
};

const apply = async (env: Environment, { kind, port }: Running): Promise<void> => {
  const log = createWriteStream(local('apply.log'));
  const progress = applyProgress();
  const args = ['apply', '-json', '-input=false', '-auto-approve', '-parallelism=20'];
  const values = ['-var-file=envs/local.tfvars', `-var=emulator_url=${endpointUrl(port)}`];
  const { code, output } = await terraform(infra, [...args, ...values, state()], env, progress.onLine);
  log.end(output);
  await once(log, 'close');
  progress.finish();
  const { served, left } = sorted(progress.errors(), kind);
  if (left.length > 0) console.log(`${kind} leaves out:\n${left.join('\n')}`);
  if (code === 0 || (served.length === 0 && left.length > 0)) return;
  throw new Refusal(
    `${served.join('\n') || output.slice(-2_000)}\nTerraform could not apply: all of it is in .local/apply.log, and "make local-down" lets the next try start afresh.`,
  );
};

/** Errors of services that the alternative emulator does not have are no failure there; Terraform applies the rest. */
const sorted = (errors: string[], kind: string): { served: string[]; left: string[] } => ({
  served: errors.filter((error) => !isLeftOut(error, kind)),
  left: errors.filter((error) => isLeftOut(error, kind)),
});

const writeOutputs = async (port: number, env: Environment): Promise<void> => {
  const { code, stdout, output } = await terraform(infra, ['output', '-json', state()], env);
  if (code !== 0) throw new Refusal(`${output.trim()}\nTerraform could not print its outputs: see above.`);
  const outputs = JSON.parse(stdout) as Record<string, { value: unknown }>;
  const flat = Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  const all = { ...flat, endpoint_url: endpointUrl(port), region: REGION };
  writeFileSync(local('outputs.json'), `${JSON.stringify(all, null, 2)}\n`);
};
