import { spawn } from 'node:child_process';
import { mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Emulator, Running } from './emulator.ts';
import { type Environment, localEnvironment } from './environment.ts';
import { local, root } from './paths.ts';
import { beginningOf, endGroup } from './processes.ts';
import { virtualEnvironment } from './venv.ts';

// Besides these the emulator sees none of the caller's variables: many of its own switches have short, common names.
const INHERITED = ['HOME', 'LANG', 'LC_ALL', 'USER'];

const settings = (port: number): Environment => {
  const environment = localEnvironment(process.env, port);
  const inherited = INHERITED.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  const aws = Object.entries(environment).filter(([name]) => name.startsWith('AWS_'));
  return {
    ...Object.fromEntries([...inherited, ...aws]),
    PATH: environment.PATH ?? '', // Lambdas run on the first node
    TZ: 'UTC', // as in Lambda
    GATEWAY_PORT: String(port),
    BIND_HOST: '127.0.0.1',
    AUTH: 'true', // IAM policies are enforced; the keys test/test are root
    IOT_MTLS_ENABLED: '0', // opens another port
    STATE_DIR: local('emulator', 'state'),
    S3_DATA_DIR: local('emulator', 's3'),
    TMPDIR: local('emulator', 'tmp'),
    PYTHONUNBUFFERED: '1',
  };
};

const start = async (port: number): Promise<Running> => {
  const programs = await virtualEnvironment(local('venv'), join(root, 'scripts', 'local-stack', 'requirements.txt'));
  rmSync(local('emulator'), { recursive: true, force: true });
  for (const folder of ['state', 's3', 'tmp']) mkdirSync(local('emulator', folder), { recursive: true });
  // Lambdas are unpacked here beside the emulator's CommonJS loader, which our own package.json would call an ES module.
  writeFileSync(local('emulator', 'package.json'), '{ "type": "commonjs" }\n');
  const output = openSync(local('emulator.log'), 'w');
  const child = spawn(join(programs, 'python'), [join(import.meta.dirname, 'serve.py')], {
    cwd: local('emulator'),
    env: settings(port),
    detached: true, // leads a process group of its own, which its Lambdas join
    stdio: ['ignore', output, output],
  });
  child.unref();
  const pid = child.pid ?? 0;
  return { kind: ministack.kind, port, handle: String(pid), beginning: beginningOf(pid) ?? '' };
};

/** MiniStack from PyPI, in the project's virtual environment, on 127.0.0.1 only. */
export const ministack: Emulator = {
  kind: 'ministack',
  healthPath: '/_ministack/health',
  start,
  isRunning: async ({ handle, beginning }) => beginningOf(Number(handle)) === beginning,
  stop: ({ handle }) => endGroup(Number(handle)),
};
