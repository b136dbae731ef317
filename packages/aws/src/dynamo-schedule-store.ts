import { AlmanacError, type Clock } from '@almanac/kernel';
import type { Inserted, Insertion, Schedule, ScheduleChange, ScheduleStore } from '@almanac/schedules';
import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { onlyIf } from './conditional-write.ts';
import { failedAt, patiently, transact } from './contended-transaction.ts';
import {
  claimKeys,
  freeName,
  freePlace,
  holderIn,
  takeKey,
  takeName,
  takePlace,
  usedKeyIn,
} from './schedule-claims.ts';
import { changeItem, REPLACED, scheduleAttributes, scheduleOf } from './schedule-items.ts';
import { scheduleLog } from './schedule-log.ts';
import { schedulePage } from './schedule-pages.ts';
import { scheduleRunCount } from './schedule-run-count.ts';
import { setting } from './update-expression.ts';

export interface ScheduleTables {
  readonly schedules: string;
  readonly claims: string;
  readonly audit: string;
}

/** Tables `schedules`, `schedule_claims` and `schedule_audit`, changed together or not at all. */
export function dynamoScheduleStore(
  dynamo: DynamoDBDocumentClient,
  tables: ScheduleTables,
  clock: Clock,
): ScheduleStore {
  const { schedules, claims } = tables;
  const read = async (TableName: string, Key: Record<string, string>) =>
    (await dynamo.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;

  const get = async (schedule_id: string): Promise<Schedule | undefined> => {
    const item = await read(schedules, { schedule_id });
    return item && scheduleOf(item);
  };
  const findByName = async (name: string) => {
    const item = await read(claims, claimKeys.name(name));
    return item && holderIn(item);
  };
  const findByKey = async (caller: string, key: string) => {
    const item = await read(claims, claimKeys.key(caller, key));
    return item && usedKeyIn(item, clock.now());
  };

  /** Which of the claims of an insertion failed. A holder that is gone by now leaves the try to be made again. */
  const refused = async (
    insertion: Insertion,
    reasons: readonly CancellationReason[],
  ): Promise<Inserted | undefined> => {
    const { schedule, idempotency } = insertion;
    if (idempotency && failedAt(reasons, KEY)) {
      const used = await findByKey(schedule.created_by, idempotency.key);
      return used && { outcome: 'key-used', ...used };
    }
    if (failedAt(reasons, NAME)) {
      const schedule_id = await findByName(schedule.name);
      if (schedule_id === schedule.schedule_id) return { outcome: 'inserted' };
      return schedule_id === undefined ? undefined : { outcome: 'name-taken', schedule_id };
    }
    return failedAt(reasons, PLACE) ? { outcome: 'quota-exceeded' } : { outcome: 'inserted' };
  };

  return {
    get,
    findByName,
    findByKey,

    async insert(insertion) {
      for (let round = 0; round < MAX_ROUNDS; round++) {
        const reasons = await transact(dynamo, insertWrites(tables, insertion, clock.now()));
        if (!reasons) return { outcome: 'inserted' };
        const outcome = await refused(insertion, reasons);
        if (outcome) return outcome;
      }
      const { name } = insertion.schedule;
      throw new AlmanacError(
        'SCHEDULE_BUSY',
        `The name ${JSON.stringify(name)} keeps being taken and given up: try again`,
      );
    },

    async replace(before, after, change, quota) {
      const { writes, place, name } = replaceWrites(tables, before, after, change, quota);
      const reasons = await transact(dynamo, writes);
      if (!reasons) return 'replaced';
      if (failedAt(reasons, 0)) return 'stale';
      if (name !== undefined && failedAt(reasons, name)) return 'name-taken';
      return place !== undefined && failedAt(reasons, place) ? 'quota-exceeded' : 'stale';
    },

    markSynced: (schedule_id, version, eventbridge_arn) =>
      onlyIf(
        patiently(() =>
          dynamo.send(
            new UpdateCommand({
              TableName: schedules,
              Key: { schedule_id },
              UpdateExpression: 'SET synced_version = :version, eventbridge_arn = :arn',
              ConditionExpression: 'version = :version',
              ExpressionAttributeValues: { ':version': version, ':arn': eventbridge_arn },
            }),
          ),
        ),
      ),

    page: (filter, limit, cursor) => schedulePage(dynamo, schedules, filter, limit, cursor),
    ...scheduleRunCount(dynamo, tables, clock),
    ...scheduleLog(dynamo, tables.audit),
  };
}

/** Tries for claims that others gave up while they were looked at. */
const MAX_ROUNDS = 5;

type Writes = Parameters<typeof transact>[1];

/** Places of the writes of an insertion. */
const NAME = 1;
const PLACE = 2;
const KEY = 4;

function insertWrites({ schedules, claims, audit }: ScheduleTables, insertion: Insertion, now: Date): Writes {
  const { schedule, change, idempotency, quota } = insertion;
  const { schedule_id, name, created_by } = schedule;
  return [
    {
      Put: {
        TableName: schedules,
        Item: scheduleAttributes(schedule),
        ConditionExpression: 'attribute_not_exists(schedule_id)',
      },
    },
    takeName(claims, name, schedule_id),
    takePlace(claims, created_by, quota),
    { Put: { TableName: audit, Item: changeItem(schedule_id, change) } },
    ...(idempotency
      ? [takeKey(claims, created_by, idempotency.key, { schedule_id, content_hash: idempotency.content_hash }, now)]
      : []),
  ];
}

const holdsName = ({ status }: Schedule): boolean => status === 'active' || status === 'paused';

function replaceWrites(
  { schedules, claims, audit }: ScheduleTables,
  before: Schedule,
  after: Schedule,
  change: ScheduleChange,
  quota: number,
): { readonly writes: Writes; readonly name?: number; readonly place?: number } {
  const { schedule_id, created_by } = before;
  const writes = [
    { Update: { TableName: schedules, Key: { schedule_id }, ...replacement(before, after) } },
    { Put: { TableName: audit, Item: changeItem(schedule_id, change) } },
  ] as NonNullable<Writes>;
  const isSameName = holdsName(before) && holdsName(after) && before.name === after.name;
  if (holdsName(before) && !isSameName) writes.push(freeName(claims, before.name, schedule_id));
  if (holdsName(after) && !isSameName) writes.push(takeName(claims, after.name, schedule_id));
  const name = holdsName(after) && !isSameName ? writes.length - 1 : undefined;
  const more = Number(after.status === 'active') - Number(before.status === 'active');
  if (more < 0) writes.push(freePlace(claims, created_by));
  if (more > 0) writes.push(takePlace(claims, created_by, quota));
  return {
    writes,
    ...(name !== undefined && { name }),
    ...(more > 0 && { place: writes.length - 1 }),
  };
}

/** Sets what the definition has and removes what it has not; counters of runs, which others write, stay. */
function replacement(before: Schedule, after: Schedule) {
  const attributes = scheduleAttributes(after);
  const update = setting(Object.fromEntries(REPLACED.map((name) => [name, attributes[name]])));
  const gone = REPLACED.filter((name) => attributes[name] === undefined);
  const removal = gone.length === 0 ? '' : ` REMOVE ${gone.map((name) => `#${name}`).join(', ')}`;
  return {
    UpdateExpression: `${update.UpdateExpression}${removal}`,
    ExpressionAttributeNames: {
      ...update.ExpressionAttributeNames,
      ...Object.fromEntries(gone.map((name) => [`#${name}`, name])),
    },
    ConditionExpression: '#version = :before',
    ExpressionAttributeValues: { ...update.ExpressionAttributeValues, ':before': before.version },
  };
}
