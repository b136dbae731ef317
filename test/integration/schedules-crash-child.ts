// A process that changes a schedule with real adapters and dies by SIGKILL after the given number of port calls.
// Prints each call; exits 0 where it came to the end alive.
import { scheduleInput } from '@almanac/contracts';
import { createSchedule, deleteSchedule, updateSchedule } from '@almanac/schedules';
import * as z from 'zod';
import { changeDeps } from './schedules-world.ts';
import { watched } from './watched.ts';

const task = z.object({
  home: z.object({ schedules: z.string(), claims: z.string(), audit: z.string(), group: z.string(), key: z.string() }),
  action: z.enum(['create', 'update', 'delete']),
  /** Absent for `create`. */
  id: z.string().optional(),
  input: scheduleInput,
  dieAfter: z.int(),
});

const { home, action, id = '', input, dieAfter } = task.parse(JSON.parse(process.argv[2] ?? ''));
let calls = 0;
const afterCall = (call: string) => {
  calls += 1;
  console.log(call);
  if (calls === dieAfter) process.kill(process.pid, 'SIGKILL');
};
const deps = changeDeps(home);
const mortal = {
  ...deps,
  store: watched('store', deps.store, afterCall),
  engine: watched('engine', deps.engine, afterCall),
  vault: watched('vault', deps.vault, afterCall),
  limits: watched('limits', deps.limits, afterCall),
};
if (action === 'create') await createSchedule(mortal)(input, 'crash');
if (action === 'update') await updateSchedule(mortal)(id, input, 'crash');
if (action === 'delete') await deleteSchedule(mortal)(id, 'crash');
