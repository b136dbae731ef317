import { MINUTE_MS } from '../calendar.ts';
import { instantText } from '../occurrences/local-text.ts';
import type { RunToBegin } from '../ports.ts';
import type { RunMessage } from '../records/run.ts';

/**
 * Which run a message asks for. EventBridge Scheduler delivers at least once, so the planned time names the run, not the
 * delivery. Where the time did not arrive (an emulator leaves the placeholder), it is the minute in which the message was sent.
 */
export function runOf(message: RunMessage, sentAt: Date): RunToBegin {
  const { schedule_id, manual } = message;
  const planned_time = instantText(plannedTime(message, sentAt));
  return { schedule_id, run_id: manual?.run_id ?? planned_time, planned_time, manual: manual !== undefined };
}

function plannedTime({ scheduled_time }: RunMessage, sentAt: Date): Date {
  if (!scheduled_time.startsWith('<')) return new Date(scheduled_time);
  return new Date(Math.floor(sentAt.getTime() / MINUTE_MS) * MINUTE_MS);
}
