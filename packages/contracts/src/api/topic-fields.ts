import * as z from 'zod';
import { line } from './text-fields.ts';

/** What a path cannot name has no id: gateways take `%2F` for a slash and keep `%25`, and clients resolve dots. */
export const topicId = z
  .string()
  .regex(
    /^(?!\.\.?$)[\x21-\x24\x26-\x2e\x30-\x7e]{1,128}$/,
    'A topic id is 1 to 128 visible ASCII characters but / and %, and neither . nor ..',
  )
  .describe('Names the topic');

const priority = z.int().min(1).max(10).describe('1 is the highest');
const hour = z.int().min(0).max(23);

/** What videos are made about. */
export const topic = z
  .object({
    topic: line(256).describe('What it is about'),
    keywords: z.array(line(64)).max(50).default([]),
    priority: priority.default(5),
  })
  .strict()
  .meta({ id: 'TopicInput' });
export type TopicInput = z.output<typeof topic>;

export const topicDetails = topic
  .extend({ topicId, createdAt: z.iso.datetime(), updatedAt: z.iso.datetime() })
  .strict()
  .meta({ id: 'Topic' });
export type TopicDetails = z.output<typeof topicDetails>;

const configFields = {
  dailyFrequency: z.int().min(1).max(5).describe('Videos a day'),
  preferredHours: z.array(hour).max(24).describe('Hours of the day in the zone, the most wanted first'),
  timezone: z.string().min(1).max(64).describe('IANA time zone'),
  priority: priority.optional().describe('Of the topic where it is absent'),
};

export const scheduleConfig = z
  .object({
    ...configFields,
    dailyFrequency: configFields.dailyFrequency.default(1),
    preferredHours: configFields.preferredHours.default([]),
    timezone: configFields.timezone.default('UTC'),
  })
  .strict()
  .meta({ id: 'TopicScheduleConfig' });
export type ScheduleConfig = z.output<typeof scheduleConfig>;

/** Made of the bare fields: a default would set what a caller did not name. */
export const scheduleConfigChange = z.object(configFields).partial().strict().meta({ id: 'TopicScheduleConfigChange' });
export type ScheduleConfigChange = z.output<typeof scheduleConfigChange>;

/** Also the value of an item's attribute in `topic_schedules`. */
export const topicSlots = z
  .object({
    scheduleExpression: z.string(),
    frequency: z.int(),
    timeSlots: z.array(hour),
    priority,
    timezone: z.string(),
    description: z.string(),
    reasons: z.array(z.object({ hour, reason: z.string() })).describe('Why each hour was chosen'),
  })
  .meta({ id: 'TopicSlots' });
export type TopicSlots = z.output<typeof topicSlots>;

/** What creating, updating and listing answer of one topic. */
const topicScheduleFields = {
  topicId,
  ruleName: z.string(),
  ruleArn: z.string().nullable().describe('ARN of the EventBridge schedule; null until there is one'),
  schedule: topicSlots,
  nextExecution: z.iso.datetime().nullable(),
};
export const topicScheduleAnswer = z
  .object({ success: z.literal(true), ...topicScheduleFields })
  .meta({ id: 'TopicScheduleAnswer' });
export const topicSchedule = z
  .object({
    ...topicScheduleFields,
    topic,
    status: z.enum(['active']),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'TopicSchedule' });

/** The largest that the text has digits for. */
const MAX_COST = 999_999_999_999;

/** How videos of a topic did that were produced at an hour. */
export const performance = z
  .object({
    topicId,
    hour: hour.describe('In the zone of the topic'),
    date: z.iso.date().optional(),
    videos: z.int().min(1).default(1),
    views: z.int().min(0),
    engagement: z.number().min(0).max(1).describe('Share of viewers who did something'),
    costPerVideo: z
      .union([z.number().min(0).max(MAX_COST), z.string().regex(/^\d{1,12}(\.\d{1,12})?$/)])
      .describe('US dollars; a text keeps every digit'),
  })
  .strict()
  .meta({ id: 'TopicPerformance' });
export type TopicPerformance = z.output<typeof performance>;

export const recommendation = z
  .object({
    topicId,
    kind: z.enum(['hours', 'frequency', 'hours_and_frequency', 'none']),
    current: z.object({ frequency: z.int(), timeSlots: z.array(hour) }),
    recommended: z.object({ frequency: z.int(), timeSlots: z.array(hour) }),
    reasons: z.array(z.string()),
    expectedEffect: z.string(),
    warning: z.string().optional().describe('Present where the videos of the topic do worse than before'),
    applied: z.boolean(),
  })
  .meta({ id: 'TopicRecommendation' });
export type Recommendation = z.infer<typeof recommendation>;
