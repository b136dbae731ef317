import { type ApiClient, dataOf } from '@almanac/client';
import { scheduleId } from '@almanac/contracts';
import { AlmanacError, nearNames } from '@almanac/kernel';
import { allItems } from '../pages.ts';
import type { ScheduleRow } from './answers.ts';

/**
 * The id of a schedule, given by its id or by its name. A schedule that runs or is paused has its name alone; of those
 * that are completed several may have one.
 * @throws AlmanacError `NO_SUCH_SCHEDULE` with near names, `AMBIGUOUS_NAME` with the ids
 */
export async function scheduleIdOf(client: ApiClient, given: string): Promise<string> {
  if (scheduleId.safeParse(given).success) return given;
  const named = (await schedulesNamed(client, given)).filter(({ name }) => name === given);
  const running = named.filter(({ status }) => status !== 'completed');
  const [found, ...others] = running.length > 0 ? running : named;
  if (!found) throw await noSuchSchedule(client, given);
  if (others.length === 0) return found.schedule_id;
  const ids = [found, ...others].map((one) => one.schedule_id);
  throw new AlmanacError(
    'AMBIGUOUS_NAME',
    `Several schedules are called ${given}: name one by its id, ${ids.join(' or ')}`,
    {
      schedule_ids: ids,
    },
  );
}

const schedulesNamed = (client: ApiClient, prefix?: string): Promise<ScheduleRow[]> =>
  allItems(async (page) => {
    const query = { ...page, ...(prefix !== undefined && { name_prefix: prefix }) };
    const { schedules, next_cursor } = await dataOf(client.GET('/api/schedules', { params: { query } }));
    return { items: schedules, next: next_cursor };
  });

async function noSuchSchedule(client: ApiClient, given: string): Promise<AlmanacError> {
  const near = nearNames(
    given,
    (await schedulesNamed(client)).map(({ name }) => name),
  );
  const hint =
    near.length > 0 ? `did you mean ${near.join(' or ')}?` : '"almanac schedules list --all" shows all of them';
  return new AlmanacError('NO_SUCH_SCHEDULE', `There is no schedule ${given}: ${hint}`, { near });
}
