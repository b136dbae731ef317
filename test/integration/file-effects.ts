import { dynamoDownloadCounts, dynamoMediaFiles } from '@almanac/aws';
import { fileNotification } from '@almanac/contracts';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { clients } from './clients.ts';
import { countersOf } from './media-steps.ts';
import { subscribe } from './own-queue.ts';
import { dynamo } from './sdk.ts';
import { stack } from './stack.ts';

const files = dynamoMediaFiles(clients.dynamo, stack.media_files_table);
const counts = dynamoDownloadCounts(clients.dynamo, stack.media_work_table);

/** Everything that the consumers make of media files whose channel is the test's own. */
export const watchFiles = async (channel: string, day: string) => {
  const topic = await subscribe(stack.media_notifications_topic_arn, (body) =>
    fileNotification.parse(JSON.parse(JSON.parse(body).Message)),
  );
  const retriesOf = async (fileId: string): Promise<number> => {
    const Key = { pk: `file#${fileId}`, sk: 'retries' };
    const { Item } = await dynamo.send(new GetCommand({ TableName: stack.media_work_table, Key }));
    return Item?.taken.length ?? 0;
  };
  const effectsOn = async (fileId: string) => {
    const [row, downloads] = await Promise.all([files.get(fileId), counts.load(fileId)]);
    return {
      ...{ file: row?.file, downloads: downloads?.downloads, retries: await retriesOf(fileId) },
      notifications: (await topic.received()).filter((sent) => sent.fileId === fileId).map(({ key }) => key),
      /** Of the items: they tell whether anything was written. */
      versions: [row?.version, downloads?.version],
    };
  };
  return {
    effects: async (...fileIds: string[]) => ({
      files: await Promise.all(fileIds.map(effectsOn)),
      counters: await countersOf(day, channel),
    }),
    close: topic.close,
  };
};
export type FilesWatched = Awaited<ReturnType<typeof watchFiles>>;
