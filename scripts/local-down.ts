import { mkdirSync } from 'node:fs';
import { forgetState } from './local-stack/apply.ts';
import { stopCurrent } from './local-stack/emulator.ts';
import { withLock } from './local-stack/lock.ts';
import { local } from './local-stack/paths.ts';
import { command } from './local-stack/refusal.ts';

await command(async () => {
  mkdirSync(local(), { recursive: true });
  await withLock(local('stack.lock'), async () => {
    const stopped = await stopCurrent();
    forgetState();
    console.log(
      stopped ? `stopped ${stopped.kind} on port ${stopped.port}` : 'no local stack of this checkout is running',
    );
  });
});
