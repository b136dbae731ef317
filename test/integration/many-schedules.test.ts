import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type Caller, callerNamed } from './api-caller.ts';

const group = `many-${randomUUID().slice(0, 8)}`;
const api = callerNamed('test-many');

// After all others, when nothing else takes the processor: the emulator starts a process for each of a hundred requests, and
// each has the time that API Gateway gives it.
describe('many at once', () => {
  it('a hundred operations at once all go through', async () => {
    const bodies = Array.from({ length: 100 }, (_, n) => ({
      ...{ name: `${group}-${n}`, group, schedule_expression: 'cron(0 6 * * ? *)', timezone: 'America/New_York' },
      ...{ target_type: 'web_action', payload: { action: 'check_tee_times' } },
    }));
    const answers = await Promise.all(bodies.map((body) => api.call('POST', '/api/schedules', body)));
    expect(answers.map(({ status }) => status)).toEqual(bodies.map(() => 201));
    const pages: string[] = [];
    let cursor = '';
    do {
      const { body } = await api.call('GET', `/api/schedules?group=${group}&limit=30${cursor}`);
      pages.push(...body.schedules.map(({ schedule_id }: { schedule_id: string }) => schedule_id));
      cursor = body.next_cursor === null ? '' : `&cursor=${encodeURIComponent(body.next_cursor)}`;
    } while (cursor !== '');
    expect(new Set(pages)).toEqual(new Set(answers.map(({ body }) => body.schedule_id)));
    expect(pages).toHaveLength(100);
    const gone = await api.call('DELETE', `/api/schedule-groups/${group}`);
    expect(gone.body.changed).toHaveLength(100);
  });

  it('a caller that writes too fast is told when to come again, and nobody else is', async () => {
    const fast = callerNamed('test-limits');
    const nowhere = '/api/schedules/sched_00000000000000000000000000/pause';
    const statuses: number[] = [];
    let limited: Awaited<ReturnType<Caller['call']>> | undefined;
    for (let sent = 0; sent < 1_000 && limited === undefined; sent += 50) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => fast.call('POST', nowhere)));
      statuses.push(...answers.map(({ status }) => status));
      limited = answers.find(({ status }) => status === 429);
    }
    expect(new Set(statuses)).toEqual(new Set([404, 429]));
    expect(limited?.body).toMatchObject({ error: 'rate_limited' });
    const wait = Number(limited?.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(await fast.call('GET', '/api/schedules?limit=1')).toMatchObject({ status: 200 });
    expect(await api.call('POST', nowhere)).toMatchObject({ status: 404 });
  });
});
