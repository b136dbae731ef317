import { scheduleTemplate } from '@almanac/contracts';
import type { StoredTemplate, TemplateStore } from '@almanac/schedules';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateScan,
} from '@aws-sdk/lib-dynamodb';
import { onlyIf } from './conditional-write.ts';

/** Table `schedule_templates`: an item for each template, its definition as JSON text, which keeps every number as it is. */
export function dynamoTemplates(dynamo: DynamoDBDocumentClient, table: string): TemplateStore {
  const itemOf = async (name: string) =>
    (await dynamo.send(new GetCommand({ TableName: table, Key: { name }, ConsistentRead: true }))).Item;
  const ofCaller = (caller: string) => ({ ExpressionAttributeValues: { ':caller': caller } });

  return {
    async get(name) {
      const item = await itemOf(name);
      return item && templateOf(item);
    },

    async put(template) {
      const { name, created_by } = template;
      const put = new PutCommand({
        TableName: table,
        Item: { name, created_by, definition: JSON.stringify(template) },
        ConditionExpression: 'attribute_not_exists(created_by) OR created_by = :caller',
        ReturnValues: 'ALL_OLD',
        ...ofCaller(created_by),
      });
      const written = dynamo.send(put);
      if (!(await onlyIf(written))) return 'taken';
      return (await written).Attributes ? 'replaced' : 'created';
    },

    async remove(name, createdBy) {
      const removal = new DeleteCommand({
        TableName: table,
        Key: { name },
        ConditionExpression: 'created_by = :caller',
        ...ofCaller(createdBy),
      });
      if (await onlyIf(dynamo.send(removal))) return 'removed';
      return (await itemOf(name)) ? 'taken' : 'missing';
    },

    async all() {
      const templates: StoredTemplate[] = [];
      for await (const { Items = [] } of paginateScan({ client: dynamo }, { TableName: table, ConsistentRead: true })) {
        templates.push(...Items.map(templateOf));
      }
      return templates.sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}

function templateOf({ definition, created_by }: Record<string, unknown>): StoredTemplate {
  const { built_in: _, ...template } = scheduleTemplate.parse(JSON.parse(String(definition)));
  return { ...template, created_by: String(created_by) };
}
