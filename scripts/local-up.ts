import { mkdirSync } from 'node:fs';
import { applyTo } from './local-stack/apply.ts';
import { ensureRunning } from './local-stack/emulator.ts';
import { endpointUrl, refuseForeignEndpoint } from './local-stack/environment.ts';
import { withLock } from './local-stack/lock.ts';
import { local, root } from './local-stack/paths.ts';
import { run } from './local-stack/processes.ts';
import { command, Refusal } from './local-stack/refusal.ts';

const build = async (): Promise<void> => {
  const { code, output } = await run(process.execPath, [`${root}/scripts/build.ts`]);
  if (code !== 0) throw new Refusal(`${output.trim()}\nThe functions could not be bundled: see above.`);
};

await command(async () => {
  refuseForeignEndpoint(process.env);
  mkdirSync(local(), { recursive: true });
  await withLock(local('stack.lock'), async () => {
    const [emulator] = await Promise.all([ensureRunning(process.env), build()]);
    const changed = await applyTo(emulator);
    const address = endpointUrl(emulator.port);
    console.log(
      `the local stack is up at ${address}${changed ? '' : ', nothing changed'}; outputs: .local/outputs.json`,
    );
  });
});
