import { randomUUID } from 'node:crypto';
import type { Clock } from '@almanac/kernel';
import { pageCursor, placeOf, type RunHistory, type ScheduleRun } from '@almanac/schedules';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  paginateQuery,
  QueryCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { onlyIf } from './conditional-write.ts';
import { runPlaces } from './run-places.ts';
import { runOfItem } from './schedule-run-items.ts';

const DAY_SECONDS = 86_400;
const RUN_DAYS = 400;
const REQUEST_DAYS = 7;
/** Run ids begin with a digit; what is kept beside the runs begins with `#`, which sorts before. */
const FIRST_RUN_ID = '0';

/** Table `schedule_runs`: an item for each run, and beside them the count of places and the keys of requests. */
export function dynamoRunHistory(dynamo: DynamoDBDocumentClient, table: string, clock: Clock): RunHistory {
  const update = (schedule_id: string, run_id: string, rest: Omit<UpdateCommandInput, 'TableName' | 'Key'>) =>
    dynamo.send(new UpdateCommand({ TableName: table, Key: { schedule_id, run_id }, ...rest }));

  const get = async (schedule_id: string, run_id: string) => {
    const Key = { schedule_id, run_id };
    return (await dynamo.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
  };

  const expiry = (days: number): number => Math.floor(clock.now().getTime() / 1000) + days * DAY_SECONDS;

  return {
    async begin({ schedule_id, run_id, planned_time, manual }, leaseMs) {
      const now = clock.now();
      const lease = randomUUID();
      const isBegun = await onlyIf(
        update(schedule_id, run_id, {
          UpdateExpression: `SET planned_time = :planned, manual = :manual, outcome = :started, started_at = :now,
            finished_at = :none, latency_ms = :none, attempt = if_not_exists(attempt, :zero) + :one, lease = :lease,
            leased_until = :until, #ttl = :ttl REMOVE reason, #error`,
          ConditionExpression:
            'attribute_not_exists(outcome) OR outcome = :failed OR (outcome = :started AND leased_until <= :nowMs)',
          ExpressionAttributeNames: { '#ttl': 'ttl', '#error': 'error' },
          ExpressionAttributeValues: {
            ...{ ':planned': planned_time, ':manual': manual, ':started': 'started', ':failed': 'failed' },
            ...{ ':now': now.toISOString(), ':nowMs': now.getTime(), ':until': now.getTime() + leaseMs },
            ...{ ':none': null, ':zero': 0, ':one': 1, ':lease': lease, ':ttl': expiry(RUN_DAYS) },
          },
        }),
      );
      const item = await get(schedule_id, run_id);
      // The client repeats a write whose answer was lost, and then its own lease is in the way.
      if (item && (isBegun || item.lease === lease)) return { state: 'begun', run: runOfItem(item) };
      if (!item || item.outcome === 'started' || item.outcome === 'failed') return { state: 'busy' };
      return { state: 'finished', run: runOfItem(item) };
    },

    async finish({ schedule_id, run_id, ...run }) {
      await onlyIf(update(schedule_id, run_id, finishing(run)));
    },

    async get(scheduleId, runId) {
      const item = await get(scheduleId, runId);
      return item && runOfItem(item);
    },

    takePlace: runPlaces(dynamo, table),

    async reserve(scheduleId, key, request) {
      const { Attributes = {} } = await update(scheduleId, `#request ${key}`, {
        UpdateExpression: `SET first_run_id = if_not_exists(first_run_id, :run), #ttl = if_not_exists(#ttl, :ttl),
          content_hash = if_not_exists(content_hash, :hash)`,
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: {
          ...{ ':run': request.run_id, ':hash': request.content_hash, ':ttl': expiry(REQUEST_DAYS) },
        },
        ReturnValues: 'ALL_NEW',
      });
      return { run_id: String(Attributes.first_run_id), content_hash: String(Attributes.content_hash) };
    },

    async idsBetween(scheduleId, first, last) {
      const pages = paginateQuery(
        { client: dynamo },
        {
          TableName: table,
          KeyConditionExpression: 'schedule_id = :id AND run_id BETWEEN :first AND :last',
          ExpressionAttributeValues: { ':id': scheduleId, ':first': first, ':last': last },
          ProjectionExpression: 'run_id',
          ConsistentRead: true,
        },
      );
      const ids: string[] = [];
      for await (const { Items = [] } of pages) ids.push(...Items.map(({ run_id }) => String(run_id)));
      return ids;
    },

    async page(scheduleId, limit, cursor) {
      const before = placeOf(cursor, scheduleId, z.string().min(1).max(256));
      const { Items = [] } = await dynamo.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'schedule_id = :id AND run_id >= :first',
          ExpressionAttributeValues: { ':id': scheduleId, ':first': FIRST_RUN_ID },
          ScanIndexForward: false,
          Limit: limit + 1,
          ConsistentRead: true,
          ...(before !== undefined && { ExclusiveStartKey: { schedule_id: scheduleId, run_id: before } }),
        }),
      );
      const items = Items.slice(0, limit).map(runOfItem);
      const last = items.at(-1);
      return { items, ...(Items.length > limit && last && { next: pageCursor(scheduleId, last.run_id) }) };
    },
  };
}

/** `published` always counts; other outcomes only where no later attempt has begun and nothing was noted of this one. */
function finishing({
  outcome,
  started_at,
  finished_at,
  latency_ms,
  reason,
  error,
  attempt,
}: Omit<ScheduleRun, 'schedule_id' | 'run_id'>) {
  const isPublished = outcome === 'published';
  const optional = Object.entries({ reason, error });
  const given = optional.filter(([, value]) => value !== undefined);
  const absent = optional.filter(([, value]) => value === undefined).map(([name]) => `#${name}`);
  return {
    UpdateExpression: `SET outcome = :outcome, finished_at = :finished, latency_ms = :latency, attempt = :attempt, started_at = :begun${given
      .map(([name]) => `, #${name} = :${name}`)
      .join('')} REMOVE ${[...absent, 'lease', 'leased_until'].join(', ')}`,
    ConditionExpression: isPublished
      ? 'attribute_exists(attempt) AND outcome <> :outcome'
      : 'outcome = :started AND attempt = :attempt',
    ExpressionAttributeNames: { '#reason': 'reason', '#error': 'error' },
    ExpressionAttributeValues: {
      ...{
        ':outcome': outcome,
        ':finished': finished_at,
        ':latency': latency_ms,
        ':attempt': attempt,
        ':begun': started_at,
      },
      ...(!isPublished && { ':started': 'started' }),
      ...Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])),
    },
  };
}
