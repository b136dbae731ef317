import { telemetry } from '@almanac/lambda';
import { createTopicSchedule } from '@almanac/schedules';
import { type TopicWorld, topicWorld } from '@almanac/schedules/topics/fakes';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

const environment = process.env;
process.env = {
  ...environment,
  AWS_LAMBDA_FUNCTION_NAME: 'schedule-optimizer-dev',
  // Log and metric lines go to the console, where they can be looked at.
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  SLOT_RULES: '{"audience_weights":[],"min_gap_hours":2,"peak_hours":[],"max_topics_per_slot":10,"timezone":"UTC"}',
  ...Object.fromEntries(
    [
      ...['TOPICS_TABLE', 'TOPIC_SCHEDULES_TABLE', 'TOPIC_PERFORMANCE_TABLE'],
      ...['SCHEDULE_ALERT_TOPIC_ARN', 'SCHEDULE_CLAIMS_TABLE'],
    ].map((name) => [name, 'x']),
  ),
};
const { onRun } = await import('./handler.ts');
afterAll(() => {
  process.env = environment;
});

const run = { correlationId: 'event-1', remainingMs: 1_000 };

describe('the weekly review of topics', () => {
  let world: TopicWorld;
  let lines: Record<string, unknown>[];
  beforeEach(async () => {
    lines = [];
    for (const level of ['log', 'info'] as const) {
      jest.spyOn(console, level).mockImplementation((line) => void lines.push(JSON.parse(String(line))));
    }
    world = topicWorld();
    await createTopicSchedule(world)({
      topicId: 't1',
      topic: { topic: 'Investing', keywords: [], priority: 1 },
      scheduleConfig: { dailyFrequency: 1, preferredHours: [9], timezone: 'UTC' },
    });
  });

  it('tells people, and measures that it has been there', async () => {
    const optimizer = { ...world, telemetry: telemetry('schedule-optimizer-dev') };
    await onRun(optimizer)(run);
    await onRun(optimizer)(run);
    optimizer.telemetry.metrics.publishStoredMetrics();
    expect(world.alerts.sent.map(({ type }) => type)).toEqual(['topic_recommendations']);
    expect(lines).toContainEqual(expect.objectContaining({ message: 'topics reviewed', topics: 1, falling: 0 }));
    expect(lines.at(-1)).toMatchObject({ service: 'schedule-optimizer-dev', TopicReviewsDone: [1, 1] });
  });

  it('fails where nobody could be told, and is not counted', async () => {
    const alerts = { send: () => Promise.reject(new Error('SNS is away')) };
    const optimizer = { ...world, alerts, telemetry: telemetry('schedule-optimizer-dev') };
    await expect(onRun(optimizer)(run)).rejects.toThrow('SNS is away');
    expect(optimizer.telemetry.metrics.hasStoredMetrics()).toBe(false);
  });
});
