import { type Page, pageCursor, placeOf, type Schedule, type ScheduleFilter } from '@almanac/schedules';
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { scheduleOf } from './schedule-items.ts';

/** Items that one query looks at where not all of them are meant. */
const LOOKED_AT = 500;
const LISTED = ['active', 'paused', 'completed'] as const;

/** Where the next page begins in a list: after this item. */
const position = z.tuple([z.string().min(1).max(64), z.string().min(1).max(64)]);
type Position = z.infer<typeof position>;
/** A place in each list; null where there is no more. */
const places = z.record(z.string(), position.nullable());

/** One list of an index: its hash key, newest first. */
interface List {
  readonly index: string;
  readonly key: 'status' | 'created_by';
  readonly value: string;
}

/** Without `status` or `created_by`, lists of all statuses are merged: three queries a page, and no scan. */
function listsOf({ status, created_by }: ScheduleFilter): List[] {
  if (created_by !== undefined) return [{ index: 'created_by-index', key: 'created_by', value: created_by }];
  const statuses = status === undefined ? LISTED : [status];
  return statuses.map((value) => ({ index: 'status-created_date-index', key: 'status', value }));
}

/**
 * A page of schedules, newest first: one query where a status or a creator is given, else three. What the index does not know is
 * filtered by DynamoDB among a bounded number of items, so a page may be short or empty though more follow.
 */
export async function schedulePage(
  dynamo: DynamoDBDocumentClient,
  table: string,
  filter: ScheduleFilter,
  limit: number,
  cursor: string | undefined,
): Promise<Page<Schedule>> {
  const from = placeOf(cursor, filter, places) ?? {};
  const lists = listsOf(filter).filter(({ value }) => from[value] !== null);
  const parts = await Promise.all(
    lists.map((list) => part(dynamo, { table, list, filter, limit, after: from[list.value] ?? undefined })),
  );
  // Behind where a list was left there may be more of it: what is older than that has to wait, or the order would not hold.
  const left = parts.flatMap(({ end }) => (end ? [end[0]] : []));
  const horizon = left.sort().at(-1) ?? '';
  // Items of one moment stay in the order of their index, which a cursor names a place in.
  const items = parts
    .flatMap((one) => one.items)
    .filter(({ created_date }) => created_date >= horizon)
    .sort((a, b) => (a.created_date === b.created_date ? 0 : a.created_date > b.created_date ? -1 : 1))
    .slice(0, limit);
  const taken = new Set(items.map(({ schedule_id }) => schedule_id));
  const next = parts.map((one) => [one.list.value, nextOf(one, taken)] as const);
  if (next.every(([, place]) => place === null)) return { items };
  const known = next.filter(([, place]) => place !== undefined);
  return { items, next: pageCursor(filter, { ...from, ...Object.fromEntries(known) }) };
}

interface Part {
  readonly list: List;
  readonly items: readonly Schedule[];
  readonly after: Position | undefined;
  /** The last item that was looked at; undefined where the list is at its end. */
  readonly end: Position | undefined;
}

const positionOf = ({ created_date, schedule_id }: Schedule): Position => [created_date, schedule_id];

/** Behind the last item that was taken; undefined for the beginning, null for the end. */
function nextOf({ items, after, end }: Part, taken: ReadonlySet<string>): Position | null | undefined {
  const firstLeft = items.findIndex(({ schedule_id }) => !taken.has(schedule_id));
  if (firstLeft === -1) return end ?? null;
  const last = items[firstLeft - 1];
  return last ? positionOf(last) : after;
}

interface PartQuery {
  readonly table: string;
  readonly list: List;
  readonly filter: ScheduleFilter;
  readonly limit: number;
  readonly after: Position | undefined;
}

async function part(dynamo: DynamoDBDocumentClient, { table, list, filter, limit, after }: PartQuery): Promise<Part> {
  const filters = filtersOf(filter, list);
  const { Items = [], LastEvaluatedKey } = await dynamo.send(
    new QueryCommand({
      TableName: table,
      IndexName: list.index,
      KeyConditionExpression: '#key = :key',
      ...(filters.length > 0 && { FilterExpression: filters.map(({ text }) => text).join(' AND ') }),
      ExpressionAttributeNames: Object.fromEntries([
        ['#key', list.key],
        ...filters.map(({ name }) => [`#${name}`, name]),
      ]),
      ExpressionAttributeValues: Object.fromEntries([
        [':key', list.value],
        ...filters.map(({ name, value }) => [`:${name}`, value]),
      ]),
      ScanIndexForward: false,
      Limit: filters.length > 0 ? LOOKED_AT : limit,
      ...(after && { ExclusiveStartKey: startKey(list, after) }),
    }),
  );
  const end = LastEvaluatedKey && position.parse([LastEvaluatedKey.created_date, LastEvaluatedKey.schedule_id]);
  return { list, items: Items.map(scheduleOf), after, end };
}

const startKey = ({ key, value }: List, [created_date, schedule_id]: Position) => ({
  [key]: value,
  created_date,
  schedule_id,
});

interface Filter {
  readonly name: string;
  readonly value: string;
  readonly text: string;
}

function filtersOf({ status, group, target_type, name_prefix }: ScheduleFilter, { key }: List): Filter[] {
  const equal = (name: string, value: string | undefined): Filter[] =>
    value === undefined ? [] : [{ name, value, text: `#${name} = :${name}` }];
  const ofStatus =
    status === undefined ? [{ name: 'status', value: 'deleted', text: '#status <> :status' }] : equal('status', status);
  return [
    ...(key === 'status' ? [] : ofStatus),
    ...equal('group', group),
    ...equal('target_type', target_type),
    ...(name_prefix === undefined ? [] : [{ name: 'name', value: name_prefix, text: 'begins_with(#name, :name)' }]),
  ];
}
