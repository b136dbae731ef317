import { AlmanacError } from '@almanac/kernel';
import * as z from 'zod';
import type { RunMessage } from '../records/run.ts';

/** What Scheduler puts in place of `<aws.scheduler.scheduled-time>`; an emulator may leave the placeholder. */
const scheduledTime = z.union([z.iso.datetime(), z.string().startsWith('<aws.scheduler.')]);

const runMessage = z.object({
  kind: z.enum(['schedule', 'topic']),
  schedule_id: z.string().min(1),
  scheduled_time: scheduledTime,
  execution_id: z.string(),
  topic_id: z.string().min(1).exactOptional(),
  manual: z
    .object({
      run_id: z.string().min(1),
      by: z.string().min(1),
      payload: z.record(z.string(), z.json()).exactOptional(),
    })
    .exactOptional(),
});

/** Reads the body of a message of the queue of runs. @throws AlmanacError `BAD_RUN_MESSAGE` */
export function parseRunMessage(body: string): RunMessage {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch (cause) {
    throw badMessage('it is not JSON', cause);
  }
  const parsed = runMessage.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badMessage(`${issue?.path.join('.') || 'the whole of it'}: ${issue?.message}`);
}

const badMessage = (why: string, cause?: unknown) =>
  new AlmanacError('BAD_RUN_MESSAGE', `The message asks for no run of a schedule: ${why}`, {}, { cause });
