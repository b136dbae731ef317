import { setTimeout as sleep } from 'node:timers/promises';
import { AlmanacError, inParallel } from '@almanac/kernel';
import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { onlyIf } from './conditional-write.ts';
import { setting } from './update-expression.ts';

export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}
type Item = Record<string, unknown>;

/** What stands for names and values in a condition. */
interface Placeholders {
  readonly names?: Record<string, string>;
  readonly values?: Item;
}

/** DynamoDB's limit for one BatchGetItem. */
const BATCH_KEYS = 100;
const MAX_ROUNDS = 10;

/** Calls under way at once where there is one for each file of a delivery. */
export const CALLS_AT_ONCE = 16;

/** The ways in which the ledger's table is read and written; every read is strongly consistent. */
export function ledgerTable(dynamo: DynamoDBDocumentClient, table: string) {
  const batch = async (keys: readonly ItemKey[]): Promise<Item[]> => {
    const found: Item[] = [];
    let left: Item[] = keys.map(({ pk, sk }) => ({ pk, sk }));
    for (let round = 0; left.length > 0; round++) {
      if (round === MAX_ROUNDS)
        throw new AlmanacError(
          'DYNAMODB_THROTTLED',
          `DynamoDB kept refusing reads of ${table}; it will be tried again`,
        );
      if (round > 0) await sleep(Math.random() * 50 * 2 ** round);
      const answer = await dynamo.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys: left, ConsistentRead: true } } }),
      );
      found.push(...(answer.Responses?.[table] ?? []));
      left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    }
    return found;
  };

  const update = (key: ItemKey, rest: Omit<UpdateCommandInput, 'TableName' | 'Key'>) =>
    dynamo.send(new UpdateCommand({ TableName: table, Key: key, ...rest }));

  return {
    async get(key: ItemKey): Promise<Item | undefined> {
      return (await dynamo.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }))).Item;
    },

    /** Those of the items that exist, in no order. */
    async getAll(keys: readonly ItemKey[]): Promise<Item[]> {
      const batches = Array.from({ length: Math.ceil(keys.length / BATCH_KEYS) }, (_, i) =>
        keys.slice(i * BATCH_KEYS, (i + 1) * BATCH_KEYS),
      );
      return (await inParallel(CALLS_AT_ONCE, batches, batch)).flat();
    },

    /** The items of a partition whose sort key begins with `prefix`, in its order. */
    async query(pk: string, prefix = '', backwards = false): Promise<Item[]> {
      const pages = paginateQuery(
        { client: dynamo },
        {
          TableName: table,
          KeyConditionExpression: prefix === '' ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :prefix)',
          ExpressionAttributeValues: { ':pk': pk, ...(prefix !== '' && { ':prefix': prefix }) },
          ConsistentRead: true,
          ScanIndexForward: !backwards,
        },
      );
      const found: Item[] = [];
      for await (const { Items = [] } of pages) found.push(...Items);
      return found;
    },

    update,

    async put(item: Item): Promise<void> {
      await dynamo.send(new PutCommand({ TableName: table, Item: item }));
    },

    /** Puts an item where `condition` holds. Says whether it did. */
    putIf(item: Item, condition: string, { names, values }: Placeholders = {}): Promise<boolean> {
      return onlyIf(
        dynamo.send(
          new PutCommand({
            ...{ TableName: table, Item: item, ConditionExpression: condition },
            ...{ ExpressionAttributeNames: names, ExpressionAttributeValues: values },
          }),
        ),
      );
    },

    async set(key: ItemKey, attributes: Item): Promise<void> {
      await update(key, setting(attributes));
    },

    async remove(key: ItemKey): Promise<void> {
      await dynamo.send(new DeleteCommand({ TableName: table, Key: { pk: key.pk, sk: key.sk } }));
    },

    /** Sets attributes where `condition` holds; its own values are given as `:name`. Says whether it did. */
    setIf(
      key: ItemKey,
      attributes: Item,
      condition: string,
      { names = {}, values = {}, remove = '' }: Placeholders & { remove?: string } = {},
    ): Promise<boolean> {
      const change = setting(attributes);
      return onlyIf(
        update(key, {
          UpdateExpression: `${change.UpdateExpression}${remove && ` REMOVE ${remove}`}`,
          ConditionExpression: condition,
          ExpressionAttributeNames: { ...change.ExpressionAttributeNames, ...names },
          ExpressionAttributeValues: { ...change.ExpressionAttributeValues, ...values },
        }),
      );
    },
  };
}
export type LedgerTable = ReturnType<typeof ledgerTable>;
