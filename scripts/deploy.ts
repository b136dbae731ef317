import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { infra, root } from './local-stack/paths.ts';
import { command, Refusal } from './local-stack/refusal.ts';

const ACTIONS = ['plan', 'apply'];

/** Refuses what would not reach the AWS account that the stage means. */
const check = (action: string, stage: string): void => {
  if (!ACTIONS.includes(action)) throw new Refusal(`Say what to do: node scripts/deploy.ts ${ACTIONS.join('|')}.`);
  if (process.env.AWS_ENDPOINT_URL) {
    throw new Refusal(`AWS_ENDPOINT_URL is set to "${process.env.AWS_ENDPOINT_URL}": unset it to ${action} on AWS.`);
  }
  if (stage === 'local') throw new Refusal('The stage "local" is brought up by "make local-up", not on AWS.');
  if (!existsSync(join(infra, 'envs', `${stage}.tfvars`))) {
    throw new Refusal(`There is no infra/envs/${stage}.tfvars: write it, or name another stage with STAGE=<stage>.`);
  }
};

/** Runs a program in the foreground, its questions and answers included. */
const foreground = (program: string, args: string[]): void => {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Refusal(error?.message ?? `${program} ${args[1] ?? ''} failed: see above.`);
};

await command(async () => {
  const [action = ''] = process.argv.slice(2);
  const stage = process.env.STAGE || 'dev';
  check(action, stage);
  foreground(process.execPath, [join(root, 'scripts', 'build.ts')]);
  foreground('terraform', [`-chdir=${infra}`, 'init']);
  foreground('terraform', [`-chdir=${infra}`, action, `-var-file=envs/${stage}.tfvars`]);
});
