import { API_OPERATIONS, EVENT_CONTRACTS } from '@almanac/contracts';
import { type Plan, planGeneration } from './plan.ts';
import { draftsIn, readConsumers, readReleased } from './repository.ts';

/**
 * What has to change in the repository so that every generated file says what its contracts say.
 * @throws AlmanacError as `planGeneration`
 */
export function planRepository(root: string): Plan {
  return planGeneration(root, {
    contracts: EVENT_CONTRACTS,
    consumers: readConsumers(root),
    operations: API_OPERATIONS,
    released: readReleased(root),
    isDraft: draftsIn(root),
  });
}
