import { mkdirSync } from 'node:fs';
import { applyTo } from './local-stack/apply.ts';
import { ensureRunning, type Running, stopCurrent } from './local-stack/emulator.ts';
import { endpointUrl, refuseForeignEndpoint } from './local-stack/environment.ts';
import { withLock } from './local-stack/lock.ts';
import { local, root } from './local-stack/paths.ts';
import { run } from './local-stack/processes.ts';
import { command, Refusal } from './local-stack/refusal.ts';

const build = async (): Promise<void> => {
  const { code, output } = await run(process.execPath, [`${root}/scripts/build.ts`]);
  if (code !== 0) throw new Refusal(`${output.trim()}\nThe functions could not be bundled: see above.`);
};

/**
 * When an answer gets lost on a busy machine, Terraform asks again and is told that what it has just made exists already. The
 * emulator keeps nothing, so a second try starts it afresh.
 */
const applyTwiceAtMost = async (emulator: Running): Promise<{ emulator: Running; changed: boolean }> => {
  try {
    return { emulator, changed: await applyTo(emulator) };
  } catch (error) {
    if (!(error instanceof Refusal) || !/already exist/i.test(error.message)) throw error;
    console.log('an answer of the emulator got lost: starting it afresh');
    await stopCurrent();
    const fresh = await ensureRunning({ ...process.env, EMULATOR_PORT: String(emulator.port) });
    return { emulator: fresh, changed: await applyTo(fresh) };
  }
};

await command(async () => {
  refuseForeignEndpoint(process.env);
  mkdirSync(local(), { recursive: true });
  await withLock(local('stack.lock'), async () => {
    const [running] = await Promise.all([ensureRunning(process.env), build()]);
    const { emulator, changed } = await applyTwiceAtMost(running);
    const address = endpointUrl(emulator.port);
    console.log(
      `the local stack is up at ${address}${changed ? '' : ', nothing changed'}; outputs: .local/outputs.json`,
    );
  });
});
