import * as z from 'zod';
import { groupName, idempotencyKey, TARGET_TYPES } from './schedule-fields.ts';

export const templateName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'A template name is 1 to 63 lower-case letters, digits and hyphens');

const parameterName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'A parameter is up to 40 lower-case letters, digits, _');

/** A schedule with `{{parameter}}` in its texts. */
export const scheduleTemplate = z
  .object({
    name: templateName,
    description: z.string().max(512).optional(),
    parameters: z
      .record(
        parameterName,
        z
          .object({
            description: z.string().max(256).optional(),
            default: z.union([z.string(), z.number(), z.boolean()]).optional().describe('Absent: it must be given'),
          })
          .strict(),
      )
      .default({}),
    schedule: z
      .object({
        name: z.string().min(1).max(256),
        description: z.string().max(512).optional(),
        schedule_expression: z.string().min(1).max(512),
        timezone: z.string().min(1).max(128).default('UTC'),
        target_type: z.enum(TARGET_TYPES),
        target_topic_arn: z.string().max(256).optional(),
        payload: z.record(z.string(), z.json()).default({}),
        sensitive_fields: z.array(z.string().min(1).max(256)).max(50).optional(),
        group: z.string().max(128).optional(),
        condition: z.json().optional(),
      })
      .strict()
      .describe('Texts may hold {{parameter}}; a text that is nothing else becomes the value as it is given'),
    built_in: z.boolean().optional().describe('Whether it comes with the stack; never given by users'),
    created_by: z.string().optional().describe('Never given by users'),
  })
  .strict()
  .meta({ id: 'ScheduleTemplate' });
export type ScheduleTemplate = z.output<typeof scheduleTemplate>;

export const scheduleTemplateList = z
  .object({ templates: z.array(scheduleTemplate) })
  .meta({ id: 'ScheduleTemplateList' });

export const templateUse = z
  .object({
    parameters: z.record(parameterName, z.union([z.string(), z.number(), z.boolean()])).default({}),
    group: groupName.optional().describe('Instead of that of the template'),
    idempotency_key: idempotencyKey.optional(),
  })
  .strict()
  .meta({ id: 'TemplateUse' });
export type TemplateUse = z.output<typeof templateUse>;

export const groupList = z
  .object({
    groups: z.array(z.object({ group: z.string(), active: z.int(), paused: z.int(), completed: z.int() })),
  })
  .meta({ id: 'GroupList' });

export const groupChange = z
  .object({
    group: z.string(),
    changed: z.array(z.string()).describe('Ids of the schedules that changed'),
    unchanged: z.array(z.string()).describe('Ids of those that were so before'),
    failed: z.array(z.object({ schedule_id: z.string(), error: z.string(), message: z.string() })),
  })
  .meta({ id: 'GroupChange' });
export type GroupChange = z.infer<typeof groupChange>;
