import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_PORT, endpointUrl, requestedPort } from './environment.ts';
import { localstack } from './localstack.ts';
import { ministack } from './ministack.ts';
import { local } from './paths.ts';
import { Refusal } from './refusal.ts';

/** A started emulator. `handle` finds it again; `beginning` tells it from a later one with the same handle. */
export type Running = { kind: string; port: number; handle: string; beginning: string };

/** One kind of emulator. None keeps anything when it stops. Its `healthPath` answers 200 once it serves. */
export type Emulator = {
  kind: string;
  healthPath: string;
  start(port: number): Promise<Running>;
  isRunning(running: Running): Promise<boolean>;
  stop(running: Running): Promise<void>;
};

const KINDS: Emulator[] = [ministack, localstack];
const PATIENCE_MS = 30_000;
const record = (): string => local('emulator.json');

/** The emulator that this checkout started and that still runs, if any. Forgets one that is gone. */
export const current = async (): Promise<Running | undefined> => {
  if (!existsSync(record())) return undefined;
  const running = JSON.parse(readFileSync(record(), 'utf8')) as Running;
  if (await kindOf(running.kind).isRunning(running)) return running;
  rmSync(record(), { force: true });
  return undefined;
};

/** The running emulator of this checkout, started now if there is none. Throws a Refusal if the port is taken. */
export const ensureRunning = async (base: NodeJS.ProcessEnv): Promise<Running> => {
  const kind = kindOf(base.AWS_EMULATOR || ministack.kind);
  const wanted = requestedPort(base);
  const running = await current();
  if (running !== undefined) return untilHealthy(sameAsWanted(running, kind.kind, wanted));
  const port = wanted ?? DEFAULT_PORT;
  await refuseTakenPort(port);
  const started = await kind.start(port);
  writeFileSync(record(), `${JSON.stringify(started, null, 2)}\n`); // before the wait: whoever interrupts it can stop it
  return untilHealthy(started);
};

/** Stops the emulator that this checkout started, and returns what it was; nothing happens if there is none. */
export const stopCurrent = async (): Promise<Running | undefined> => {
  const running = await current();
  if (running !== undefined) await kindOf(running.kind).stop(running);
  rmSync(record(), { force: true });
  return running;
};

const kindOf = (kind: string): Emulator => {
  const found = KINDS.find((emulator) => emulator.kind === kind);
  if (found === undefined) {
    throw new Refusal(`AWS_EMULATOR is "${kind}": set it to ${KINDS.map((each) => each.kind).join(' or ')}.`);
  }
  return found;
};

const untilHealthy = async (running: Running): Promise<Running> => {
  const kind = kindOf(running.kind);
  const url = `${endpointUrl(running.port)}${kind.healthPath}`;
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await answersOk(url))) {
    if (Date.now() > deadline || !(await kind.isRunning(running))) {
      await stopCurrent();
      throw new Refusal(`${logEnd()}\nThe emulator did not start: see above.`);
    }
    await sleep(100);
  }
  return running;
};

const answersOk = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

const logEnd = (): string =>
  existsSync(local('emulator.log')) ? readFileSync(local('emulator.log'), 'utf8').slice(-2_000) : '';

const sameAsWanted = (running: Running, kind: string, port: number | undefined): Running => {
  if (running.kind === kind && (port ?? running.port) === running.port) return running;
  throw new Refusal(
    `This checkout already runs ${running.kind} on port ${running.port}: run "make local-down" first to change that.`,
  );
};

/** Throws a Refusal if something listens on the port already. */
export const refuseTakenPort = async (port: number): Promise<void> => {
  if (!(await answers(port))) return;
  throw new Refusal(
    `Port ${port} is already in use by another program: stop it, or take another port with EMULATOR_PORT=${port + 10}.`,
  );
};

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
