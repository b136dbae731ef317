import { join } from 'node:path';
import type { Emulator, Running } from './emulator.ts';
import { local, root } from './paths.ts';
import { type Finished, run } from './processes.ts';
import { Refusal } from './refusal.ts';

const COMPOSE_FILE = join(root, 'scripts', 'local-stack', 'localstack.compose.yaml');

const compose = (port: number, ...args: string[]): Promise<Finished> => {
  const project = `almanac-${port}`;
  const env = { ...inherited(), EMULATOR_PORT: String(port), EMULATOR_FOLDER: local('emulator') };
  return run('docker', ['compose', '--file', COMPOSE_FILE, '--project-name', project, ...args], { env });
};

const inherited = (): Record<string, string> =>
  Object.fromEntries(
    ['PATH', 'HOME', 'DOCKER_HOST'].flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );

const beginningOf = async (container: string): Promise<string | undefined> => {
  const { code, stdout } = await run('docker', [
    'inspect',
    '--format',
    '{{.State.StartedAt}} {{.State.Running}}',
    container,
  ]);
  return code === 0 && stdout.trim().endsWith('true') ? stdout.trim() : undefined;
};

const start = async (port: number): Promise<Running> => {
  const { code, output } = await compose(port, 'up', '--detach', '--wait');
  if (code !== 0) {
    throw new Refusal(`${output.trim()}\nLocalStack did not start: it needs Docker with Compose running, see above.`);
  }
  const container = (await compose(port, 'ps', '--quiet', 'localstack')).stdout.trim();
  return { kind: localstack.kind, port, handle: container, beginning: (await beginningOf(container)) ?? '' };
};

/** Whether an error of an apply says no more than that this emulator does not have the service. */
export const isLeftOut = (error: string, kind: string): boolean =>
  kind === localstack.kind && /not (yet )?(been )?implemented|pro feature|license/i.test(error);

/** LocalStack's last image that needs no account, through Docker Compose: the alternative without Glue and Athena. */
export const localstack: Emulator = {
  kind: 'localstack',
  healthPath: '/_localstack/health',
  start,
  isRunning: async ({ handle, beginning }) => beginning !== '' && (await beginningOf(handle)) === beginning,
  stop: async ({ port }) => {
    await compose(port, 'down', '--volumes');
  },
};
