import type { GroupChange } from '@almanac/contracts';
import { AlmanacError, describeError, inParallel } from '@almanac/kernel';
import { deleteSchedule, pauseSchedule, resumeSchedule } from '../changes/change-status.ts';
import { type ChangeDeps, type SyncDeps, unlimited } from '../changes/deps.ts';
import { takeWrite } from '../changes/refusals.ts';
import { everySchedule } from '../records/every-schedule.ts';
import type { Schedule, ScheduleStatus } from '../records/schedule.ts';

/** Schedules that one call changes: well within the half minute that API Gateway waits. */
const MAX_CHANGES = 500;
const CHANGES_AT_ONCE = 8;

type ChangeSchedule = (deps: GroupDeps) => (scheduleId: string, caller: string) => Promise<unknown>;

/** A call takes one of the caller's writes, however many schedules it changes. */
export type GroupDeps = SyncDeps & Pick<ChangeDeps, 'limits' | 'rules'>;

/** What a change of a group is for one schedule of it. */
interface GroupAction {
  readonly change: ChangeSchedule;
  /** Schedules that are changed; others are left alone. */
  readonly from: readonly ScheduleStatus[];
  /** Schedules that are as they should be. */
  readonly already: readonly ScheduleStatus[];
}

/** Pauses all active schedules of a group. @throws AlmanacError `GROUP_NOT_FOUND`, `RATE_LIMITED` */
export const pauseGroup = (deps: GroupDeps) =>
  changeGroup(deps, { change: pauseSchedule, from: ['active'], already: ['paused'] });

/** Resumes all paused schedules of a group. @throws AlmanacError `GROUP_NOT_FOUND`, `RATE_LIMITED` */
export const resumeGroup = (deps: GroupDeps) =>
  changeGroup(deps, { change: resumeSchedule, from: ['paused'], already: ['active'] });

/** Deletes all schedules of a group. @throws AlmanacError `GROUP_NOT_FOUND`, `RATE_LIMITED` */
export const deleteGroup = (deps: GroupDeps) =>
  changeGroup(deps, { change: deleteSchedule, from: ['active', 'paused', 'completed'], already: [] });

const changeGroup =
  (deps: GroupDeps, { change, from, already }: GroupAction) =>
  async (group: string, caller: string): Promise<GroupChange> => {
    await takeWrite(deps, caller);
    const schedules = await schedulesOf(deps, group);
    const due = schedules.filter(({ status }) => from.includes(status));
    const failed: GroupChange['failed'] = due.slice(MAX_CHANGES).map((schedule) => failure(schedule, notAttempted()));
    const changeOne = change({ ...deps, limits: unlimited });
    const changed: string[] = [];
    await inParallel(CHANGES_AT_ONCE, due.slice(0, MAX_CHANGES), async (schedule) => {
      try {
        await changeOne(schedule.schedule_id, caller);
        changed.push(schedule.schedule_id);
      } catch (thrown) {
        failed.push(failure(schedule, thrown));
      }
    });
    const unchanged = schedules.filter(({ status }) => already.includes(status)).map(({ schedule_id }) => schedule_id);
    return { group, changed: changed.sort(), unchanged: unchanged.sort(), failed };
  };

async function schedulesOf({ store }: GroupDeps, group: string): Promise<Schedule[]> {
  const schedules: Schedule[] = [];
  for await (const schedule of everySchedule(store, { group })) {
    if (schedule.status !== 'deleted') schedules.push(schedule);
  }
  if (schedules.length > 0) return schedules;
  throw new AlmanacError('GROUP_NOT_FOUND', `No schedule has the group ${group}`, { group });
}

/** Codes are answered in lower case, as everywhere in the API; what is no error of ours is not told. */
function failure({ schedule_id }: Schedule, thrown: unknown): GroupChange['failed'][number] {
  const { code, message } = describeError(thrown);
  const said = code === 'INTERNAL' ? 'It could not be changed; call again' : message;
  return { schedule_id, error: code.toLowerCase(), message: said };
}

const notAttempted = () =>
  new AlmanacError('NOT_ATTEMPTED', `One call changes ${MAX_CHANGES} schedules of a group: call again for the others`);
