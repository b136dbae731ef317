import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const FILE = join(import.meta.dirname, '..', '..', '.local', 'outputs.json');

/** The outputs of the stack that the tests use: names and addresses of deployed things. */
const outputs = z.object({
  region: z.string(),
  endpoint_url: z.string().regex(/^http:\/\/127\.0\.0\.1:\d+$/),
  cur_bucket: z.string(),
  curated_bucket: z.string(),
  cost_daily_table: z.string(),
  cur_ledger_table: z.string(),
  cur_queue_url: z.string(),
  cur_dlq_url: z.string(),
  cur_publish_queue_url: z.string(),
  cur_publish_dlq_url: z.string(),
  cur_delivery_dlq_url: z.string(),
  ops_delivery_dlq_url: z.string(),
  cost_alerts_topic_arn: z.string(),
  ops_alerts_topic_arn: z.string(),
  cost_bus_name: z.string(),
  media_bus_name: z.string(),
  media_archive_arn: z.string(),
  audit_bucket: z.string(),
  event_audit_queue_url: z.string(),
  event_audit_dlq_url: z.string(),
  event_outbox_queue_url: z.string(),
  event_outbox_dlq_url: z.string(),
  event_consumers: z.record(
    z.string(),
    z.object({ kind: z.enum(['lambda', 'queue', 'state_machine']), target: z.string(), dlq_url: z.string() }),
  ),
  quarantine_queue_url: z.string(),
  handled_events_table: z.string(),
  events_glue_database: z.string(),
  events_glue_table: z.string(),
  media_files_table: z.string(),
  media_work_table: z.string(),
  media_notifications_topic_arn: z.string(),
  media_alerts_topic_arn: z.string(),
  media_retry_requests_queue_url: z.string(),
  media_retry_requests_dlq_url: z.string(),
  media_processing_jobs_queue_url: z.string(),
  media_processing_jobs_dlq_url: z.string(),
  media_delivery_dlq_url: z.string(),
  post_processing_state_machine_arn: z.string(),
  glue_database: z.string(),
  glue_table: z.string(),
  athena_workgroup: z.string(),
  api_url: z.string(),
  token_url: z.string(),
  user_pool_id: z.string(),
  client_id: z.string(),
  read_client_id: z.string(),
  schedules_bus_name: z.string(),
  schedules_table: z.string(),
  schedule_claims_table: z.string(),
  schedule_audit_table: z.string(),
  schedule_runs_table: z.string(),
  schedule_templates_table: z.string(),
  topics_table: z.string(),
  topic_schedules_table: z.string(),
  topic_performance_table: z.string(),
  schedule_group: z.string(),
  topic_schedule_group: z.string(),
  schedules_key_arn: z.string(),
  schedule_creation_topic_arn: z.string(),
  schedule_commands_queue_url: z.string(),
  schedule_commands_dlq_url: z.string(),
  schedule_runs_queue_url: z.string(),
  schedule_runs_dlq_url: z.string(),
  schedule_delivery_dlq_url: z.string(),
  web_actions_topic_arn: z.string(),
  web_actions_dlq_url: z.string(),
  web_action_signing_secret_arn: z.string(),
  notifications_topic_arn: z.string(),
  notifications_dlq_url: z.string(),
  schedule_alerts_topic_arn: z.string(),
});

const read = (): z.infer<typeof outputs> => {
  if (!existsSync(FILE)) throw new Error('The local stack is not up: run "make local-up" first.');
  return outputs.parse(JSON.parse(readFileSync(FILE, 'utf8')));
};

/** The local stack under test, as `make local-up` wrote it down. */
export const stack = read();

/** For every AWS SDK client of a test: the local stack as its root user, whatever the caller's own settings are. */
export const awsConfig = {
  endpoint: stack.endpoint_url,
  region: stack.region,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};
