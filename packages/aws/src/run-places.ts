import { setTimeout as sleep } from 'node:timers/promises';
import { AlmanacError } from '@almanac/kernel';
import { type DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { isLostRace } from './conditional-write.ts';
import { numberOf } from './schedule-run-items.ts';

/** Sorts before every run id, which begins with a digit. */
const COUNTER = '#places';
const MAX_ROUNDS = 20;

/**
 * Gives runs of one schedule numbered places: the counter and the run change in one transaction, so that a place is given once
 * and a run has one. A table item beside the runs counts them, and is kept as long as the table.
 */
export function runPlaces(dynamo: DynamoDBDocumentClient, table: string) {
  const get = async (schedule_id: string, run_id: string) => {
    const Key = { schedule_id, run_id };
    return (await dynamo.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
  };

  /** One try. @returns the place, none, or that another run was faster */
  const tryToTake = async (schedule_id: string, run_id: string, limit: number): Promise<number | 'none' | 'again'> => {
    const own = numberOf((await get(schedule_id, run_id))?.place);
    if (own !== undefined) return own;
    const taken = numberOf((await get(schedule_id, COUNTER))?.taken);
    const place = (taken ?? 0) + 1;
    if (place > limit) return 'none';
    const count = {
      TableName: table,
      Key: { schedule_id, run_id: COUNTER },
      UpdateExpression: 'SET taken = :place',
      ConditionExpression: taken === undefined ? 'attribute_not_exists(taken)' : 'taken = :taken',
      ExpressionAttributeValues: { ':place': place, ...(taken !== undefined && { ':taken': taken }) },
    };
    const note = {
      TableName: table,
      Key: { schedule_id, run_id },
      UpdateExpression: 'SET place = :place',
      ConditionExpression: 'attribute_exists(attempt) AND attribute_not_exists(place)',
      ExpressionAttributeValues: { ':place': place },
    };
    try {
      await dynamo.send(new TransactWriteCommand({ TransactItems: [{ Update: count }, { Update: note }] }));
      return place;
    } catch (error) {
      if (isLostRace(error)) return 'again';
      throw error;
    }
  };

  return async (scheduleId: string, runId: string, limit: number): Promise<number | undefined> => {
    for (let round = 1; round <= MAX_ROUNDS; round += 1) {
      const place = await tryToTake(scheduleId, runId, limit);
      if (place === 'none') return undefined;
      if (place !== 'again') return place;
      await sleep(Math.random() * 10 * Math.min(round, 10));
    }
    throw new AlmanacError('RUN_PLACES_BUSY', `Too many runs of ${scheduleId} begin at once; it will be tried again`, {
      schedule_id: scheduleId,
      run_id: runId,
    });
  };
}
