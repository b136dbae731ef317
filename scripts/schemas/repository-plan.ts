import { API_OPERATIONS, EVENT_CONTRACTS } from '@almanac/contracts';
import { allApiFiles } from './api-files.ts';
import { type Plan, planGeneration } from './plan.ts';
import { draftsIn, readConsumers, readReleased } from './repository.ts';

/**
 * What has to change in the repository so that every generated file says what its contracts say.
 * @throws AlmanacError as `planGeneration`
 */
export async function planRepository(root: string): Promise<Plan> {
  return planGeneration(root, {
    contracts: EVENT_CONTRACTS,
    consumers: readConsumers(root),
    api: await allApiFiles(API_OPERATIONS),
    released: readReleased(root),
    isDraft: draftsIn(root),
  });
}
