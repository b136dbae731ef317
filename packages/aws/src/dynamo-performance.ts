import type { PerformanceStore, VideoPerformance } from '@almanac/schedules';
import { type DynamoDBDocumentClient, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { onlyIf } from './conditional-write.ts';
import { decimal, number, plainNumber } from './ledger-items.ts';

/** Figures are looked at for four weeks; kept for half a year, for people. */
const KEPT_SECONDS = 180 * 86_400;

const item = z.object({
  topicId: z.string(),
  videoId: z.string(),
  hour: plainNumber,
  publishedAt: z.string(),
  measuredAt: z.string(),
  eventId: z.string(),
  views: plainNumber,
  engagement: decimal,
  costPerVideo: decimal,
});

/** Table `topic_performance`: an item for each video, with its newest figures. */
export const dynamoPerformance = (dynamo: DynamoDBDocumentClient, table: string): PerformanceStore => ({
  record: (video) =>
    onlyIf(
      dynamo.send(
        new PutCommand({
          TableName: table,
          Item: itemOf(video),
          ConditionExpression:
            'attribute_not_exists(measuredAt) OR measuredAt < :at OR (measuredAt = :at AND eventId < :id)',
          ExpressionAttributeValues: { ':at': video.measuredAt, ':id': video.eventId },
        }),
      ),
    ),

  async of(topicId, since) {
    const pages = paginateQuery(
      { client: dynamo },
      {
        TableName: table,
        KeyConditionExpression: 'topicId = :topic',
        FilterExpression: 'publishedAt >= :since',
        ExpressionAttributeValues: { ':topic': topicId, ':since': since.toISOString() },
        ConsistentRead: true,
      },
    );
    const videos: VideoPerformance[] = [];
    for await (const { Items = [] } of pages) videos.push(...Items.map((one) => item.parse(one)));
    return videos;
  },
});

const itemOf = ({ engagement, costPerVideo, ...video }: VideoPerformance) => ({
  ...video,
  engagement: number(engagement),
  costPerVideo: number(costPerVideo),
  ttl: Math.floor(Date.parse(video.publishedAt) / 1000) + KEPT_SECONDS,
});
