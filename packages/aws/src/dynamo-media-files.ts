import type { MediaFiles } from '@almanac/events';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { onlyIf } from './conditional-write.ts';
import { nextVersion, replacing, versionOf } from './item-versions.ts';
import { mediaFileAttributes, mediaFileOf } from './media-file-items.ts';

/** Table `media_files`: an item for each file. */
export function dynamoMediaFiles(dynamo: DynamoDBDocumentClient, table: string): MediaFiles {
  return {
    async get(fileId) {
      const key = { file_id: fileId };
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key: key, ConsistentRead: true }));
      return Item && { file: mediaFileOf(Item), version: versionOf(Item) };
    },

    put: (file, over) =>
      onlyIf(
        dynamo.send(
          new PutCommand({
            TableName: table,
            Item: { ...mediaFileAttributes(file), ...nextVersion(over) },
            ...replacing(over),
          }),
        ),
      ),
  };
}
