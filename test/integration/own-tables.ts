import { CreateTableCommand, DeleteTableCommand, type KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { clients } from './clients.ts';

export interface OwnTable {
  /** Hash key, then range key. */
  readonly key: readonly string[];
  /** Keys of its indexes by their names. */
  readonly indexes?: Readonly<Record<string, readonly string[]>>;
}

const keySchema = (names: readonly string[]): KeySchemaElement[] =>
  names.map((AttributeName, index) => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' }));

/** Makes tables that a test has to itself, all keys texts. */
export async function makeTables(tables: Readonly<Record<string, OwnTable>>): Promise<void> {
  for (const [TableName, { key, indexes = {} }] of Object.entries(tables)) {
    const names = new Set([...key, ...Object.values(indexes).flat()]);
    await clients.dynamo.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [...names].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: keySchema(key),
        ...(Object.keys(indexes).length > 0 && {
          GlobalSecondaryIndexes: Object.entries(indexes).map(([IndexName, own]) => ({
            IndexName,
            KeySchema: keySchema(own),
            Projection: { ProjectionType: 'ALL' },
          })),
        }),
      }),
    );
  }
}

export async function dropTables(names: readonly string[]): Promise<void> {
  for (const TableName of names) await clients.dynamo.send(new DeleteTableCommand({ TableName }));
}
