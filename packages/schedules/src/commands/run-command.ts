import { problemsOf, type ScheduleCommand, scheduleCommand } from '@almanac/contracts';
import { AlmanacError, describeError, stableId } from '@almanac/kernel';
import * as z from 'zod';
import type { Once } from '../actions/ports.ts';
import { deleteSchedule, pauseSchedule, resumeSchedule } from '../changes/change-status.ts';
import { createSchedule } from '../changes/create-schedule.ts';
import type { ChangeDeps } from '../changes/deps.ts';
import { REFUSALS } from '../changes/refusals.ts';
import { toLogged } from '../changes/shapes.ts';
import { updateSchedule } from '../changes/update-schedule.ts';
import type { ScheduleCommandEvents } from '../ports.ts';
import type { Schedule } from '../records/schedule.ts';

export type CommandDeps = ChangeDeps & { readonly events: ScheduleCommandEvents; readonly once: Once };

export interface CommandResult {
  /** `repeated`: it was accepted or rejected before. */
  readonly outcome: 'accepted' | 'rejected' | 'repeated';
  readonly action?: string;
  readonly schedule_id?: string;
  /** The schedule that it made, for the log. */
  readonly created?: ReturnType<typeof toLogged>;
  /** Why it was rejected. */
  readonly error?: string;
}

/**
 * Does what a message of the topic `schedule-creation` asks for, as the REST API does it, and tells what became of it. The same
 * message again has no second effect: it is claimed, and a `create` without an idempotency key has that of its message.
 * @param messageId the same for each delivery of one published message
 * @param leaseMs how long nobody else may try it; at least the time that this process has left
 * @throws what is not the message's fault: it is to be tried again
 */
export const runCommand =
  (deps: CommandDeps) =>
  async (messageId: string, message: unknown, leaseMs: number): Promise<CommandResult> => {
    let result: CommandResult = { outcome: 'repeated' };
    await deps.once(`command#${messageId}`, leaseMs, async () => {
      result = await answer(deps, messageId, message);
    });
    return result;
  };

async function answer(deps: CommandDeps, messageId: string, message: unknown): Promise<CommandResult> {
  const { action, name, created_by } = known(message);
  const requestedBy = created_by === undefined ? 'sns' : `sns:${created_by}`;
  const about = { messageId, requestedBy };
  try {
    const command = parseCommand(message);
    const { schedule, created } = await perform(deps, command, messageId, requestedBy);
    await deps.events.accepted({
      metadata: metadataOf(deps, 'ScheduleCommandAccepted', messageId),
      ...{ ...about, action: command.action, scheduleId: schedule.schedule_id, scheduleName: schedule.name },
      ...{ status: schedule.status, scheduleVersion: schedule.version, ...(created !== undefined && { created }) },
    });
    return {
      ...{ outcome: 'accepted', action: command.action, schedule_id: schedule.schedule_id },
      ...(created && { created: toLogged(schedule) }),
    };
  } catch (thrown) {
    const { code, message: sentence, details } = describeError(thrown);
    if (!REFUSALS.includes(code)) throw thrown;
    const error = code.toLowerCase();
    const given = Object.keys(details).length > 0 && { details: JSON.stringify(details) };
    await deps.events.rejected({
      metadata: metadataOf(deps, 'ScheduleCommandRejected', messageId),
      ...{ ...about, ...(action !== undefined && { action }), ...(name !== undefined && { scheduleName: name }) },
      reason: { error, message: sentence, ...given },
    });
    return { outcome: 'rejected', ...(action !== undefined && { action }), error };
  }
}

const metadataOf = ({ clock }: Pick<ChangeDeps, 'clock'>, event: string, messageId: string) => ({
  id: stableId(event, messageId),
  correlationId: messageId,
  time: clock.now().toISOString(),
});

const text = z.string().min(1).max(128);
const outline = z.object({
  action: text.optional().catch(undefined),
  name: text.optional().catch(undefined),
  created_by: text.optional().catch(undefined),
  schedule: z.object({ name: text }).optional().catch(undefined),
});

/** What can be read of any message, so that its answer says what it is about. */
function known(message: unknown): {
  action?: string | undefined;
  name?: string | undefined;
  created_by?: string | undefined;
} {
  const { schedule, name, ...rest } = outline.safeParse(message).data ?? {};
  return { ...rest, name: schedule?.name ?? name };
}

function parseCommand(message: unknown): ScheduleCommand {
  const parsed = scheduleCommand.safeParse(message);
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error, message, 'message');
  const sentence = problems.map(({ path, message: what }) => `${path}: ${what}`).join('; ');
  throw new AlmanacError('INVALID_COMMAND', `The message is no command: ${sentence}`, { problems });
}

interface Performed {
  readonly schedule: Schedule;
  readonly created?: boolean;
}

async function perform(
  deps: ChangeDeps,
  command: ScheduleCommand,
  messageId: string,
  caller: string,
): Promise<Performed> {
  if (command.action === 'create') {
    const { schedule, idempotency_key = schedule.idempotency_key ?? messageId } = command;
    return createSchedule(deps)(schedule, caller, { idempotencyKey: idempotency_key });
  }
  const id = await idOf(deps, command);
  if (command.action === 'update') {
    return {
      schedule: await updateSchedule(deps)(id, command.schedule, caller, {
        ifMatch: command.if_match,
        isRepeatFine: true,
      }),
    };
  }
  const change = { pause: pauseSchedule, resume: resumeSchedule, delete: deleteSchedule }[command.action];
  return { schedule: await change(deps)(id, caller) };
}

async function idOf(
  { store }: ChangeDeps,
  { schedule_id, name }: { readonly schedule_id?: string | undefined; readonly name?: string | undefined },
): Promise<string> {
  if ((schedule_id === undefined) === (name === undefined)) {
    throw new AlmanacError('INVALID_COMMAND', 'The message is no command: give schedule_id or name, and not both');
  }
  const id = schedule_id ?? (await store.findByName(name ?? ''));
  if (id !== undefined) return id;
  throw new AlmanacError('SCHEDULE_NOT_FOUND', `There is no schedule named ${JSON.stringify(name)}`, { name });
}
