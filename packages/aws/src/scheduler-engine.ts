import { AlmanacError } from '@almanac/kernel';
import type { EngineSchedule, ScheduleEngine } from '@almanac/schedules';
import {
  ConflictException,
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  paginateListSchedules,
  ResourceNotFoundException,
  type SchedulerClient,
  UpdateScheduleCommand,
  ValidationException,
} from '@aws-sdk/client-scheduler';
import { tryAgain } from './try-again.ts';

/** Where runs go, and as whom. */
export interface EngineTarget {
  readonly group: string;
  readonly queueArn: string;
  readonly roleArn: string;
  /** Of runs that Scheduler could not hand over. */
  readonly dlqArn: string;
}

/** Scheduler's own, where none is given. */
const DEFAULT_RETRIES = 185;
const DEFAULT_AGE_SECONDS = 86_400;
/** Of a change that meets another one. */
const PATIENCE = { tries: 5, firstPauseMs: 25, longestPauseMs: 400 };

/** One group of EventBridge Scheduler; every schedule of it puts its input into one queue. */
export function schedulerEngine(scheduler: SchedulerClient, target: EngineTarget): ScheduleEngine {
  const { group: GroupName } = target;
  return {
    async put(schedule) {
      const definition = definitionOf(schedule, target);
      const create = () => scheduler.send(new CreateScheduleCommand(definition));
      const update = () => onceFree(() => scheduler.send(new UpdateScheduleCommand(definition)));
      // Removed between the two calls: it is created after all.
      const { ScheduleArn } = await asOurs(schedule.name, () =>
        create().catch((error) => {
          if (!(error instanceof ConflictException)) throw error;
          return update().catch((late) => {
            if (late instanceof ResourceNotFoundException) return create();
            throw late;
          });
        }),
      );
      return ScheduleArn ?? '';
    },

    async remove(Name) {
      await asOurs(Name, () =>
        onceFree(() => scheduler.send(new DeleteScheduleCommand({ Name, GroupName }))).catch((error) => {
          if (!(error instanceof ResourceNotFoundException)) throw error;
        }),
      );
    },

    async get(Name) {
      return asOurs(Name, () =>
        scheduler.send(new GetScheduleCommand({ Name, GroupName })).then(engineScheduleOf, (error) => {
          if (error instanceof ResourceNotFoundException) return undefined;
          throw error;
        }),
      );
    },

    async *names() {
      for await (const { Schedules = [] } of paginateListSchedules(
        { client: scheduler, pageSize: 100 },
        { GroupName },
      )) {
        for (const { Name } of Schedules) if (Name !== undefined) yield Name;
      }
    },
  };
}

/** Tries again while another change of the same schedule is under way, which the SDK does not. */
const onceFree = <Answer>(change: () => Promise<Answer>): Promise<Answer> =>
  tryAgain(change, (error) => error instanceof ConflictException, PATIENCE);

const definitionOf = (
  schedule: EngineSchedule,
  { group, queueArn, roleArn, dlqArn }: EngineTarget,
): CreateScheduleCommandInput => ({
  Name: schedule.name,
  GroupName: group,
  Description: schedule.description,
  ScheduleExpression: schedule.expression,
  ScheduleExpressionTimezone: schedule.timezone,
  StartDate: schedule.startDate,
  EndDate: schedule.endDate,
  State: schedule.enabled ? 'ENABLED' : 'DISABLED',
  FlexibleTimeWindow:
    schedule.flexibleWindowMinutes === undefined
      ? { Mode: 'OFF' }
      : { Mode: 'FLEXIBLE', MaximumWindowInMinutes: schedule.flexibleWindowMinutes },
  // Almanac ends schedules itself: a record must not outlive its schedule unnoticed.
  ActionAfterCompletion: 'NONE',
  Target: {
    Arn: queueArn,
    RoleArn: roleArn,
    DeadLetterConfig: { Arn: dlqArn },
    RetryPolicy: {
      MaximumRetryAttempts: schedule.retryPolicy.maxAttempts,
      MaximumEventAgeInSeconds: schedule.retryPolicy.maxAgeSeconds,
    },
    Input: schedule.input,
  },
});

function engineScheduleOf(found: GetScheduleCommandOutput): EngineSchedule {
  const { Description, StartDate, EndDate, FlexibleTimeWindow, Target } = found;
  const minutes = FlexibleTimeWindow?.MaximumWindowInMinutes;
  return {
    name: found.Name ?? '',
    ...(Description && { description: Description }),
    expression: found.ScheduleExpression ?? '',
    timezone: found.ScheduleExpressionTimezone ?? 'UTC',
    ...(StartDate && { startDate: StartDate }),
    ...(EndDate && { endDate: EndDate }),
    enabled: found.State === 'ENABLED',
    ...(FlexibleTimeWindow?.Mode === 'FLEXIBLE' && minutes !== undefined && { flexibleWindowMinutes: minutes }),
    retryPolicy: {
      maxAttempts: Target?.RetryPolicy?.MaximumRetryAttempts ?? DEFAULT_RETRIES,
      maxAgeSeconds: Target?.RetryPolicy?.MaximumEventAgeInSeconds ?? DEFAULT_AGE_SECONDS,
    },
    input: Target?.Input ?? '',
  };
}

async function asOurs<Answer>(name: string, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (cause) {
    if (cause instanceof ValidationException) {
      const message = `EventBridge Scheduler refuses schedule ${name}: ${cause.message}`;
      throw new AlmanacError('SCHEDULER_REFUSED', message, { schedule_id: name }, { cause });
    }
    const said = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new AlmanacError(
      'SCHEDULER_UNAVAILABLE',
      `EventBridge Scheduler did not answer about schedule ${name} (${said}): try again`,
      { schedule_id: name },
      { cause },
    );
  }
}
