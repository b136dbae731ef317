import { beforeEach, describe, expect, it } from '@jest/globals';
import type { RunMessage } from '../records/run.ts';
import { createTopicSchedule } from './create-topic-schedule.ts';
import { deleteTopicSchedule } from './delete-topic-schedule.ts';
import { FakeProductionMetrics, FakeVideoRequests, type TopicWorld, topicWorld } from './fakes.ts';
import { requestVideo } from './request-video.ts';

const TOPIC = { topic: 'Investing', keywords: ['investing'], priority: 4 };
const MESSAGE: RunMessage = {
  ...{ kind: 'topic', schedule_id: 'video-generation-t1', topic_id: 't1' },
  ...{ scheduled_time: '2026-11-28T14:00:00Z', execution_id: 'exec-1' },
};
const PLANNED = new Date('2026-11-28T14:00:00Z');

describe('the request of a video', () => {
  let world: TopicWorld;
  let videos: FakeVideoRequests;
  let metrics: FakeProductionMetrics;
  beforeEach(async () => {
    world = topicWorld({ at: '2026-11-28T10:00:30Z' });
    videos = new FakeVideoRequests();
    metrics = new FakeProductionMetrics();
    const scheduleConfig = { dailyFrequency: 1, preferredHours: [14], timezone: 'UTC', priority: 2 };
    await createTopicSchedule(world)({ topicId: 't1', topic: TOPIC, scheduleConfig });
  });
  const request = (given: Partial<RunMessage> = {}, planned = PLANNED) =>
    requestVideo({ ...world, videos, metrics })({ ...MESSAGE, ...given }, planned);

  it('says what is to be produced, under one id for one planned time', async () => {
    await request();
    await request({ execution_id: '<aws.scheduler.execution-id>' });
    await request({}, new Date('2026-11-29T14:00:00Z'));
    const [first, again, next] = videos.published;
    expect(first?.request).toEqual({
      ...{ topicId: 't1', topic: 'Investing', keywords: ['investing'], priority: 2, manual: false },
      ...{ ruleName: 'video-generation-t1', plannedTime: '2026-11-28T14:00:00.000Z', executionId: 'exec-1' },
    });
    expect(again?.id).toBe(first?.id);
    expect(again?.request.executionId).toBe(first?.id);
    expect(next?.id).not.toBe(first?.id);
    expect(metrics.counts).toEqual({ requested: 3, failed: 0 });
  });

  it('has no effect after the schedule is gone, or for one that is gone', async () => {
    await request({}, new Date('2026-11-28T09:59:00Z'));
    await request({ schedule_id: 'video-generation-t2' });
    await deleteTopicSchedule(world)('t1');
    await request();
    expect(videos.published).toEqual([]);
    expect(metrics.counts).toEqual({ requested: 0, failed: 0 });
    await request({}, new Date('2026-11-28T10:00:00Z'));
  });

  it('takes a planned time in the minute of its creation', async () => {
    await request({}, new Date('2026-11-28T10:00:00Z'));
    expect(videos.published).toHaveLength(1);
  });

  it('does what somebody asked for without a schedule, once for each asking, as long as there is a topic', async () => {
    await deleteTopicSchedule(world)('t1');
    const manual = { run_id: 'run-1', by: 'someone' };
    await request({ manual });
    await request({ manual }, new Date('2026-11-28T14:03:00Z'));
    await request({ manual: { ...manual, run_id: 'run-2' } });
    const [first, again, other] = videos.published;
    expect(first?.request).toMatchObject({ manual: true, requestedBy: 'someone', priority: 4 });
    expect(again?.id).toBe(first?.id);
    expect(other?.id).not.toBe(first?.id);
    await world.topics.remove('t1');
    await request({ manual: { ...manual, run_id: 'run-3' } });
    expect(videos.published).toHaveLength(3);
  });

  it('counts what fails, and fails', async () => {
    videos.publish = () => Promise.reject(new Error('no bus'));
    await expect(request()).rejects.toThrow('no bus');
    expect(metrics.counts).toEqual({ requested: 0, failed: 1 });
  });
});
