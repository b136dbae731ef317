export * from './actions/index.ts';
export { changeRecord } from './changes/change-record.ts';
export { deleteSchedule, pauseSchedule, resumeSchedule } from './changes/change-status.ts';
export { completeSchedule } from './changes/complete-schedule.ts';
export { type Creation, createSchedule } from './changes/create-schedule.ts';
export { ALMANAC, type ChangeDeps, type ScheduleRules, type SyncDeps, unlimited } from './changes/deps.ts';
export { engineSchedule, isAsRecorded } from './changes/engine-schedule.ts';
export { checkPayloadSize, hashOf, openPayload } from './changes/payload.ts';
export { getSchedule, listChanges, listSchedules } from './changes/read-schedules.ts';
export { REFUSALS, takeWrite } from './changes/refusals.ts';
export { toDetails, toLogged, toSummary } from './changes/shapes.ts';
export { syncIfDue, syncSchedule } from './changes/sync.ts';
export { hasEnded, isOver, nextExecution, timingOf } from './changes/times.ts';
export { updateSchedule } from './changes/update-schedule.ts';
export { type CommandDeps, type CommandResult, runCommand } from './commands/run-command.ts';
export { checkCondition } from './conditions/check-condition.ts';
export { evaluateCondition } from './conditions/evaluate-condition.ts';
export { type Facts, factsOf } from './conditions/facts.ts';
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
export { deleteGroup, type GroupDeps, pauseGroup, resumeGroup } from './groups/change-group.ts';
export { type GroupCounts, listGroups } from './groups/list-groups.ts';
export { nextRuns, previousRuns, runsAfter, runsUntil } from './occurrences/occurrences.ts';
export { nextRunTimes, type Preview, previewRuns } from './occurrences/preview.ts';
export { type PreviewRequest, previewRequested } from './occurrences/preview-requested.ts';
export type { Occurrence, Timing } from './occurrences/timing.ts';
export type * from './ports.ts';
export { type ReconcileOptions, type ReconcileReport, reconcileSchedules } from './reconcile/reconcile-schedules.ts';
export { everySchedule } from './records/every-schedule.ts';
export { pageCursor, placeOf } from './records/page-cursor.ts';
export type * from './records/run.ts';
export type * from './records/schedule.ts';
export { ID_RANDOM_BYTES, scheduleIdAt, timeOfScheduleId } from './records/schedule-id.ts';
export { listRuns } from './running/list-runs.ts';
export { findMissedRuns, type MissedRun, type MissedRunsDeps } from './running/missed-runs.ts';
export type { RunDelivery, RunDeps, RunEnd, RunResult } from './running/run-deps.ts';
export { runFailed } from './running/run-failed.ts';
export { runOf } from './running/run-identity.ts';
export { parseRunMessage } from './running/run-message.ts';
export { type RunNowDeps, type RunNowOptions, runNow } from './running/run-now.ts';
export { runSchedule } from './running/run-schedule.ts';
export { planSlots, type Slot, type SlotPlan } from './slots/plan-slots.ts';
export type { SlotRules, Topic } from './slots/topic.ts';
export { BUILT_IN_TEMPLATES } from './templates/built-in-templates.ts';
export {
  createTemplate,
  deleteTemplate,
  getTemplate,
  listTemplates,
  type TemplateDeps,
} from './templates/keep-templates.ts';
export { type UseTemplateDeps, useTemplate } from './templates/use-template.ts';
export * from './topics/index.ts';
export { listUpcoming, type UpcomingRun, type UpcomingWindow } from './upcoming/list-upcoming.ts';
export { checkZoneName } from './zones/zone-name.ts';
