import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../local-stack/environment.ts';
import { binaries, infra, local, root } from '../local-stack/paths.ts';
import { run } from '../local-stack/processes.ts';
import { virtualEnvironment } from '../local-stack/venv.ts';
import { type Outcome, oneCheck } from './step.ts';

const folder = join(root, 'scripts', 'schemathesis');
const document = join(infra, 'schemas', 'api', 'openapi.json');

/** schemathesis against the REST API of the local stack, from its OpenAPI document. One check. */
export const schemathesis = async (env: Environment): Promise<Outcome> => {
  const programs = await virtualEnvironment(local('schemathesis'), join(folder, 'requirements.txt'));
  const token = await run(join(binaries, 'almanac'), ['token'], { env });
  if (token.code !== 0) return oneCheck(token);
  const { api_url } = JSON.parse(readFileSync(local('outputs.json'), 'utf8')) as { api_url: string };
  return oneCheck(
    await run(
      join(programs, 'schemathesis'),
      ['--config-file', join(folder, 'schemathesis.toml'), 'run', document, '--url', api_url, '--no-color'],
      { cwd: local(), env: { ...env, ALMANAC_TOKEN: token.stdout.trim() } },
    ),
  );
};
