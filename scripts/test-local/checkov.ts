import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../local-stack/environment.ts';
import { infra, local, root } from '../local-stack/paths.ts';
import { run } from '../local-stack/processes.ts';
import { virtualEnvironment } from '../local-stack/venv.ts';
import { type Outcome, oneCheck } from './step.ts';

/** checkov over all of infra/, with the waivers and their reasons in infra/.checkov.yaml. One check. */
export const checkov = async (env: Environment): Promise<Outcome> => {
  const programs = await virtualEnvironment(local('checkov'), join(root, 'scripts', 'checkov', 'requirements.txt'));
  const config = join(infra, '.checkov.yaml');
  const options = existsSync(config) ? ['--config-file', config] : [];
  const scan = ['--directory', 'infra', '--framework', 'terraform', '--quiet', '--compact', '--skip-download'];
  return oneCheck(await run(join(programs, 'checkov'), [...scan, ...options], { cwd: root, env }));
};
