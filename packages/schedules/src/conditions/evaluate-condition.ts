import jsonLogic from 'json-logic-js';
import type { Json } from '../records/schedule.ts';
import { checkCondition } from './check-condition.ts';
import type { Facts } from './facts.ts';

/**
 * Whether a condition holds: what its rule gives, by the truth of JsonLogic (an empty list is false).
 * @throws AlmanacError `INVALID_CONDITION` where the rule was never checked and is not usable
 */
export function evaluateCondition(rule: Json, facts: Facts): boolean {
  checkCondition(rule);
  return jsonLogic.truthy(jsonLogic.apply(rule as Parameters<typeof jsonLogic.apply>[0], facts));
}
