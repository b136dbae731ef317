import { ConflictException, ResourceNotFoundException, type SchedulerClient } from '@aws-sdk/client-scheduler';
import { describe, expect, it } from '@jest/globals';
import { schedulerEngine } from './scheduler-engine.ts';

const target = { group: 'g', queueArn: 'arn:q', roleArn: 'arn:r', dlqArn: 'arn:d' };
const schedule = {
  ...{ name: 's', expression: 'rate(1 hour)', timezone: 'UTC', enabled: true, input: '{}' },
  retryPolicy: { maxAttempts: 3, maxAgeSeconds: 3_600 },
};
const conflict = () => new ConflictException({ Message: 'it is being changed', message: '', $metadata: {} });
const missing = () => new ResourceNotFoundException({ Message: 'it is gone', message: '', $metadata: {} });

/** Scheduler, whose calls fail with these errors in turn, and then go well. */
function engineFailing(...errors: Error[]) {
  const calls: string[] = [];
  const send = async ({ constructor: { name } }: object) => {
    const error = errors[calls.push(name.replace('ScheduleCommand', '')) - 1];
    if (error) throw error;
    return { ScheduleArn: 'arn:s' };
  };
  return { calls, engine: schedulerEngine({ send } as unknown as SchedulerClient, target) };
}

describe('a change in EventBridge Scheduler', () => {
  it('of a schedule that is there already, while others change it, is tried again', async () => {
    const { calls, engine } = engineFailing(conflict(), conflict(), conflict());
    expect(await engine.put(schedule)).toBe('arn:s');
    expect(calls).toEqual(['Create', 'Update', 'Update', 'Update']);
  });

  it('of one that is removed meanwhile creates it', async () => {
    const { calls, engine } = engineFailing(conflict(), missing());
    await engine.put(schedule);
    expect(calls).toEqual(['Create', 'Update', 'Create']);
  });

  it('removes it, while others change it, or where it is gone', async () => {
    const { calls, engine } = engineFailing(conflict(), missing());
    await engine.remove('s');
    expect(calls).toEqual(['Delete', 'Delete']);
  });

  it('says so where others never let go', async () => {
    const { engine } = engineFailing(...Array.from({ length: 20 }, conflict));
    await expect(engine.remove('s')).rejects.toMatchObject({ code: 'SCHEDULER_UNAVAILABLE' });
  });
});
