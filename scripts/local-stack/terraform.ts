import { existsSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './environment.ts';
import { local } from './paths.ts';
import { type Finished, run } from './processes.ts';
import { Refusal } from './refusal.ts';

const MIRRORED = join('registry.terraform.io', 'hashicorp', 'aws');

/** Terraform's own implied mirror folders (CLI configuration, "Implied Local Mirror Directories"). */
const impliedMirrors = (env: Environment, folder: string): string[] => {
  const data = [env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share')];
  const shared = (env.XDG_DATA_DIRS ?? '/usr/local/share:/usr/share').split(':');
  const mac = [join(homedir(), 'Library/Application Support'), '/Library/Application Support'];
  return [
    join(folder, 'terraform.d', 'plugins'),
    join(homedir(), '.terraform.d', 'plugins'),
    ...mac.map((place) => join(place, 'io.terraform', 'plugins')),
    ...[...data, ...shared].map((place) => join(place, 'terraform', 'plugins')),
  ];
};

/** Folders on this machine that hold the AWS provider, the most deliberate first. */
export const pluginMirrors = (env: Environment, folder: string): string[] => {
  const usual = ['/opt/*', '/usr/local/*', join(homedir(), '*')].flatMap((pattern) => globSync(pattern));
  const named = env.TF_PLUGIN_MIRROR ? [env.TF_PLUGIN_MIRROR] : [];
  return [...named, ...impliedMirrors(env, folder), ...usual].filter((place) => existsSync(join(place, MIRRORED)));
};

/**
 * `terraform init` in `folder`: from the first mirror on this machine that serves, otherwise from the registry, with
 * the user's CLI configuration or, where that is broken, without one. Throws a Refusal with Terraform's own words.
 */
export const initialise = async (folder: string, env: Environment, args: string[] = []): Promise<void> => {
  const empty = local('empty.tfrc');
  mkdirSync(local(), { recursive: true });
  writeFileSync(empty, '');
  const { TF_CLI_CONFIG_FILE: _, ...unconfigured } = env;
  const bare = { ...env, TF_CLI_CONFIG_FILE: empty };
  const mirrored = pluginMirrors(env, folder).map((place) => ({ env: bare, args: [`-plugin-dir=${place}`] }));
  const attempts = [...mirrored, { env, args: [] }, { env: unconfigured, args: [] }, { env: bare, args: [] }];
  let last: Finished | undefined;
  for (const attempt of attempts) {
    last = await terraform(folder, ['init', '-input=false', '-no-color', ...args, ...attempt.args], attempt.env);
    if (last.code === 0) return;
  }
  throw new Refusal(`${last?.output.trim()}\nTerraform could not be initialised: see above.`);
};

/** Runs Terraform in `folder`. */
export const terraform = (folder: string, args: string[], env: Environment, onLine?: (line: string) => void) =>
  run('terraform', [`-chdir=${folder}`, ...args], { env, ...(onLine ? { onLine } : {}) });
