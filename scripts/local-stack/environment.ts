import { devNull } from 'node:os';
import { delimiter } from 'node:path';
import { binaries } from './paths.ts';
import { Refusal } from './refusal.ts';

/** Environment variables of a child process. */
export type Environment = Record<string, string>;

/** The region of the local stack. */
export const REGION = 'us-east-1';

/** The port used when `EMULATOR_PORT` names none. */
export const DEFAULT_PORT = 4566;

const LOOPBACK = '127.0.0.1';
const LOOPBACK_HOST = /^(localhost|[a-z0-9.-]+\.localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

// Whatever could lead a client to another account, endpoint, profile, state or plan.
const REDIRECTS = /^(AWS_|TF_)/;
// Where providers come from is the machine's business and leads nowhere else.
const KEPT = new Set(['TF_PLUGIN_MIRROR', 'TF_CLI_CONFIG_FILE']);

/** The local stack's endpoint. An address rather than a name: no resolver is asked, and buckets go into the path. */
export const endpointUrl = (port: number): string => `http://${LOOPBACK}:${port}`;

/** The port that `EMULATOR_PORT` asks for, if it does. Throws a Refusal if it is no port. */
export const requestedPort = (base: NodeJS.ProcessEnv): number | undefined => {
  const text = base.EMULATOR_PORT;
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1024 && port <= 65535) return port;
  throw new Refusal(`EMULATOR_PORT is "${text}": set it to a port between 1024 and 65535, or unset it.`);
};

/** Throws a Refusal if the caller's `AWS_ENDPOINT_URL` leads away from this machine. */
export const refuseForeignEndpoint = (base: NodeJS.ProcessEnv): void => {
  const url = base.AWS_ENDPOINT_URL;
  if (url === undefined || url === '' || isLoopback(url)) return;
  throw new Refusal(`AWS_ENDPOINT_URL is "${url}", which is not this machine: unset it to use the local stack.`);
};

const isLoopback = (url: string): boolean => URL.canParse(url) && LOOPBACK_HOST.test(new URL(url).hostname);

/**
 * The caller's environment with every AWS and Terraform setting replaced by the local stack's own: test keys, the
 * loopback endpoint, no profile, no configuration file, no proxy for loopback, and the project's Node first on PATH.
 */
export const localEnvironment = (base: NodeJS.ProcessEnv, port: number): Environment => ({
  ...withoutRedirects(base),
  ...noProxy(base),
  PATH: [binaries, base.PATH ?? ''].join(delimiter),
  AWS_ENDPOINT_URL: endpointUrl(port),
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_PAGER: '',
  CHECKPOINT_DISABLE: '1', // Terraform's look for a newer version
  TF_IN_AUTOMATION: '1',
});

const withoutRedirects = (base: NodeJS.ProcessEnv): Environment => {
  const kept = Object.entries(base).filter(([name]) => KEPT.has(name) || !REDIRECTS.test(name.toUpperCase()));
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
};

/** Programs differ in which spelling they read, so both get the union. */
const noProxy = (base: NodeJS.ProcessEnv): Environment => {
  const listed = [base.NO_PROXY, base.no_proxy].flatMap((list) => (list ?? '').split(','));
  const hosts = [...new Set([...listed.map((host) => host.trim()).filter(Boolean), LOOPBACK, 'localhost'])].join(',');
  return { NO_PROXY: hosts, no_proxy: hosts };
};
