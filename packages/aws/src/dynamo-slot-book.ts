import type { BookingChange, SlotBook } from '@almanac/schedules';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { onlyIf } from './conditional-write.ts';
import { BOOK_KEY, bookingName, bookingsOf, bookingText, slotName } from './topic-schedule-items.ts';

/**
 * The book of slots: one item of `topic_schedules` with an attribute for each topic's booking and a count for each slot. An
 * update of one item is atomic, and DynamoDB lets those that come together wait for each other where transactions would fail.
 */
export const dynamoSlotBook = (dynamo: DynamoDBDocumentClient, table: string): SlotBook => ({
  async load() {
    const { Item = {} } = await dynamo.send(new GetCommand({ TableName: table, Key: BOOK_KEY, ConsistentRead: true }));
    return bookingsOf(Item);
  },

  change: async (changes, maxTopicsPerSlot) =>
    changes.length === 0 ||
    onlyIf(
      dynamo.send(new UpdateCommand({ TableName: table, Key: BOOK_KEY, ...bookUpdate(changes, maxTopicsPerSlot) })),
    ),
});

/** What one update needs: parts of its expression, and what their placeholders stand for. */
interface Parts {
  readonly set?: string;
  readonly remove?: string;
  readonly add?: string;
  readonly condition?: string;
  readonly names: Record<string, string>;
  readonly values: Record<string, unknown>;
}

function bookUpdate(changes: readonly BookingChange[], max: number): Partial<UpdateCommandInput> {
  const parts = [...changes.map(bookingParts), ...[...deltasOf(changes)].flatMap((delta) => slotParts(delta, max))];
  const clause = (verb: string, texts: (string | undefined)[]): string[] => {
    const some = texts.filter((text) => text !== undefined);
    return some.length > 0 ? [`${verb} ${some.join(', ')}`] : [];
  };
  return {
    UpdateExpression: [
      ...clause(
        'SET',
        parts.map(({ set }) => set),
      ),
      ...clause(
        'REMOVE',
        parts.map(({ remove }) => remove),
      ),
      ...clause(
        'ADD',
        parts.map(({ add }) => add),
      ),
    ].join(' '),
    ConditionExpression: parts.flatMap(({ condition }) => condition ?? []).join(' AND '),
    ExpressionAttributeNames: Object.assign({}, ...parts.map(({ names }) => names)),
    ExpressionAttributeValues: Object.assign({}, ...parts.map(({ values }) => values)),
  };
}

function bookingParts({ topicId, before, after }: BookingChange, i: number): Parts {
  const [name, was, is] = [`#b${i}`, `:before${i}`, `:after${i}`];
  return {
    ...(after ? { set: `${name} = ${is}` } : { remove: name }),
    condition: before ? `${name} = ${was}` : `attribute_not_exists(${name})`,
    names: { [name]: bookingName(topicId) },
    values: { ...(before && { [was]: bookingText(before) }), ...(after && { [is]: bookingText(after) }) },
  };
}

/** A slot that gains topics must have room for them; one that loses some may hold too many, after its limit was lowered. */
function slotParts([slot, delta]: readonly [number, number], max: number): Parts[] {
  if (delta === 0) return [];
  const [name, by, room] = [`#s${slot}`, `:by${slot}`, `:room${slot}`];
  const gains = delta > 0;
  return [
    {
      add: `${name} ${by}`,
      ...(gains && { condition: `(attribute_not_exists(${name}) OR ${name} <= ${room})` }),
      names: { [name]: slotName(slot) },
      values: { [by]: delta, ...(gains && { [room]: max - delta }) },
    },
  ];
}

function deltasOf(changes: readonly BookingChange[]): Map<number, number> {
  const deltas = new Map<number, number>();
  const add = (slots: readonly number[], by: number) => {
    for (const slot of slots) deltas.set(slot, (deltas.get(slot) ?? 0) + by);
  };
  for (const { before, after } of changes) {
    add(before?.slots ?? [], -1);
    add(after?.slots ?? [], 1);
  }
  return deltas;
}
