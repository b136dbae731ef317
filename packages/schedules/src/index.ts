export { changeRecord } from './changes/change-record.ts';
export { deleteSchedule, pauseSchedule, resumeSchedule } from './changes/change-status.ts';
export { completeSchedule } from './changes/complete-schedule.ts';
export { type Creation, createSchedule } from './changes/create-schedule.ts';
export { ALMANAC, type ChangeDeps, type ScheduleRules, type SyncDeps, unlimited } from './changes/deps.ts';
export { engineSchedule, isAsRecorded } from './changes/engine-schedule.ts';
export { checkPayloadSize, hashOf, openPayload } from './changes/payload.ts';
export { getSchedule, listChanges, listSchedules } from './changes/read-schedules.ts';
export { REFUSALS, takeWrite } from './changes/refusals.ts';
export { toDetails, toSummary } from './changes/shapes.ts';
export { syncIfDue, syncSchedule } from './changes/sync.ts';
export { hasEnded, isOver, LATE_RUN_MS, nextExecution, timingOf } from './changes/times.ts';
export { updateSchedule } from './changes/update-schedule.ts';
export type {
  AtExpression,
  CronExpression,
  DayRule,
  Dialect,
  Expression,
  LocalTime,
  RateExpression,
  RateUnit,
} from './expressions/expression.ts';
export { parseExpression } from './expressions/parse-expression.ts';
export type { Problem } from './expressions/refuse.ts';
export { nextRuns, previousRuns, runsAfter, runsUntil } from './occurrences/occurrences.ts';
export { nextRunTimes, type Preview, previewRuns } from './occurrences/preview.ts';
export type { Occurrence, Timing } from './occurrences/timing.ts';
export type * from './ports.ts';
export { pageCursor, placeOf } from './records/page-cursor.ts';
export type * from './records/run.ts';
export type * from './records/schedule.ts';
export { ID_RANDOM_BYTES, scheduleIdAt, timeOfScheduleId } from './records/schedule-id.ts';
export { planSlots, type Slot, type SlotPlan } from './slots/plan-slots.ts';
export type { SlotRules, Topic } from './slots/topic.ts';
export * from './topics/index.ts';
export { checkZoneName } from './zones/zone-name.ts';
