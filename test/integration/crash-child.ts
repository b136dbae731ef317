// A process that runs one use case with real adapters and dies by SIGKILL after the given number of port calls.
// Prints each call; exits 0 where it came to the end alive.
import * as z from 'zod';
import { ingest, ingestDeps, publish, publishDeps } from './crash-world.ts';

const version = z.object({
  id: z.string(),
  bucket: z.string(),
  key: z.string(),
  report: z.string(),
  etag: z.string(),
  sequencer: z.string(),
  sizeBytes: z.number(),
  eventTime: z.string(),
  eventId: z.string(),
});
const task = z.object({
  useCase: z.enum(['ingest', 'publish']),
  /** Taken in one after another; the last one's period is published. */
  versions: z.array(version).min(1),
  billingPeriod: z.string(),
  dieAfter: z.int(),
});

const { useCase, versions, billingPeriod, dieAfter } = task.parse(JSON.parse(process.argv[2] ?? ''));
let calls = 0;
const afterCall = (call: string) => {
  calls += 1;
  console.log(call);
  if (calls === dieAfter) process.kill(process.pid, 'SIGKILL');
};
if (useCase === 'ingest') for (const object of versions) await ingest(ingestDeps(afterCall), object);
else for (const object of versions.slice(-1)) await publish(publishDeps(afterCall), object, billingPeriod);
