export * from './actions/index.ts';
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
export { planSlots, type Slot, type SlotPlan } from './slots/plan-slots.ts';
export type { SlotRules, Topic } from './slots/topic.ts';
export { checkZoneName } from './zones/zone-name.ts';
