import * as z from 'zod';

/** Fields that the events of topics and their videos share. */
export const topicIdField = z.string().min(1).max(128).describe('Id of the topic');
export const executionId = z
  .string()
  .min(1)
  .describe('Names the production: of EventBridge Scheduler, or of the request');
