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
