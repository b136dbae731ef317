import { randomUUID } from 'node:crypto';
import {
  awsClients,
  awsTopicDeps,
  dynamo,
  dynamoTopicTriggers,
  dynamoWriteLimits,
  engineTarget,
  scheduler,
  schedulerEngine,
  sqs,
  sqsRunQueue,
} from '@almanac/aws';
import { type Routes, TOPIC_OPERATIONS } from '@almanac/contracts';
import { AlmanacError, systemClock } from '@almanac/kernel';
import { api, env, loggingCalls, string, telemetry, wholeNumber } from '@almanac/lambda';
import {
  createTopicSchedule,
  deleteTopic,
  deleteTopicSchedule,
  getTopic,
  listTopicSchedules,
  listTopics,
  nextExecutionOf,
  type OptimizeDeps,
  optimizeTopics,
  type PlannedTopicSchedule,
  putTopic,
  reviewTopics,
  type TriggerDeps,
  takeWrite,
  triggerTopic,
  updateTopicSchedule,
  type WriteLimits,
} from '@almanac/schedules';

const config = env({
  AWS_LAMBDA_FUNCTION_NAME: string(),
  TOPICS_TABLE: string(),
  TOPIC_SCHEDULES_TABLE: string(),
  TOPIC_PERFORMANCE_TABLE: string(),
  TOPIC_SCHEDULE_GROUP: string(),
  SLOT_RULES: string(),
  SCHEDULER_ROLE_ARN: string(),
  SCHEDULER_DLQ_ARN: string(),
  RUNS_QUEUE_ARN: string(),
  RUNS_QUEUE_URL: string(),
  SCHEDULE_CLAIMS_TABLE: string(),
  WRITES_PER_MINUTE: wholeNumber(1),
});

type Deps = OptimizeDeps & TriggerDeps & { readonly limits: WriteLimits };

export function contentRoutes(deps: Deps): Routes<typeof TOPIC_OPERATIONS> {
  const shown = (record: PlannedTopicSchedule) => {
    const { topicId, ruleName, ruleArn, schedule } = record;
    return { topicId, ruleName, ruleArn, schedule, nextExecution: nextExecutionOf(record, deps.clock.now()) };
  };
  const answer = (record: PlannedTopicSchedule) => ({ success: true as const, ...shown(record) });
  return {
    async createTopicSchedule({ body, caller }) {
      await takeWrite(deps, caller);
      const { created, schedule } = await createTopicSchedule(deps)(body);
      return { status: created ? 201 : 200, body: answer(schedule) };
    },
    async updateTopicSchedule({ body, caller }) {
      await takeWrite(deps, caller);
      return { status: 200, body: answer(await updateTopicSchedule(deps)(body)) };
    },
    async triggerTopic({ body: { topicId }, headers, caller }) {
      await takeWrite(deps, caller);
      const idempotencyKey = headers['idempotency-key'];
      const { runId, requestedAt } = await triggerTopic(deps)({ topicId, by: caller, idempotencyKey });
      return { status: 202, body: { success: true, topicId, executionId: runId, requestedAt } };
    },
    async listTopicSchedules({ query }) {
      const { items, next } = await listTopicSchedules(deps)(query);
      const schedules = items.map((record) => {
        const { topic, createdAt, updatedAt } = record;
        return { ...shown(record), topic, status: 'active' as const, createdAt, updatedAt };
      });
      return { status: 200, body: { success: true, count: items.length, schedules, nextCursor: next ?? null } };
    },
    async deleteTopicSchedule({ query, body, caller }) {
      const topicId = query.topicId ?? body?.topicId;
      if (topicId === undefined) throw missingTopicId();
      if (body && body.topicId !== topicId) throw twoTopicIds();
      await takeWrite(deps, caller);
      return { status: 200, body: { success: true, ...(await deleteTopicSchedule(deps)(topicId)) } };
    },
    async optimizeTopicSchedules({ body = { performance: [], apply: false }, caller }) {
      if (body.apply) await takeWrite(deps, caller);
      const recommendations = await (body.apply ? optimizeTopics(deps) : reviewTopics(deps))(body);
      return { status: 200, body: { success: true, applied: body.apply, recommendations } };
    },
    async listTopics({ query }) {
      const { items, next } = await listTopics(deps)(query.cursor);
      return { status: 200, body: { topics: [...items], nextCursor: next ?? null } };
    },
    getTopic: async ({ params }) => ({ status: 200, body: await getTopic(deps)(params.topicId) }),
    async putTopic({ params, body, caller }) {
      await takeWrite(deps, caller);
      const { created, topic } = await putTopic(deps)(params.topicId, body);
      return { status: created ? 201 : 200, body: topic };
    },
    async deleteTopic({ params, caller }) {
      await takeWrite(deps, caller);
      await deleteTopic(deps)(params.topicId);
      return { status: 204 };
    },
  };
}

const missingTopicId = () =>
  new AlmanacError('MISSING_PARAMETER', 'topicId is missing: give it in the query or in a JSON body', {
    field: 'topicId',
  });

const twoTopicIds = () =>
  new AlmanacError('INVALID_PARAMETER', 'The query and the body name different topics: give topicId once', {
    field: 'topicId',
  });

const apiTelemetry = telemetry(config.AWS_LAMBDA_FUNCTION_NAME);
const clients = awsClients({ dynamo, scheduler, sqs }, loggingCalls(apiTelemetry));
const deps: Deps = {
  ...awsTopicDeps(clients.dynamo, config),
  engine: schedulerEngine(clients.scheduler, engineTarget(config.TOPIC_SCHEDULE_GROUP, config)),
  triggers: dynamoTopicTriggers(clients.dynamo, config.TOPIC_SCHEDULES_TABLE, systemClock),
  runs: sqsRunQueue(clients.sqs, config.RUNS_QUEUE_URL),
  limits: dynamoWriteLimits(clients.dynamo, config.SCHEDULE_CLAIMS_TABLE, config.WRITES_PER_MINUTE, systemClock),
  newId: randomUUID,
};

export const handler = api({
  telemetry: apiTelemetry,
  operations: TOPIC_OPERATIONS,
  routes: contentRoutes(deps),
});
