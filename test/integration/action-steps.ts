import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { secretsManagerSecrets } from '@almanac/aws';
import { systemClock } from '@almanac/kernel';
import { verify } from '@almanac/outbound';
import { loopbackServer, type Received } from '@almanac/outbound/loopback';
import { PublishCommand } from '@aws-sdk/client-sns';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { clients } from './clients.ts';
import { dynamo, sns } from './sdk.ts';
import { until } from './until.ts';

const outputs = z.object({
  schedule_runs_table: z.string(),
  web_actions_topic_arn: z.string(),
  notifications_topic_arn: z.string(),
  web_action_signing_secret_arn: z.string(),
});
const file = join(import.meta.dirname, '..', '..', '.local', 'outputs.json');
export const actions = outputs.parse(JSON.parse(readFileSync(file, 'utf8')));

/** A server on this machine, to whose every port web actions of the local stack may be sent. */
export async function allowedServer(statusOf: (request: Received) => number) {
  const server = await loopbackServer((request, response) => {
    const status = statusOf(request);
    const location = request.path.includes('/redirect') ? { location: 'http://169.254.169.254/latest/' } : {};
    response.writeHead(status, location).end('answer');
  });
  const url = (path: string) => `http://127.0.0.1:${server.port}${path}`;
  return { server, url };
}

/** A run as the runner makes it, for an action that a test publishes itself. */
export async function newRun(): Promise<{ schedule_id: string; run_id: string }> {
  const run = { schedule_id: `sched_${randomUUID()}`, run_id: randomUUID() };
  await dynamo.send(new PutCommand({ TableName: actions.schedule_runs_table, Item: run }));
  return run;
}

/** Asks for an action, on behalf of a run where there is one, as the runner does. */
export async function askFor(
  topicArn: string,
  payload: object,
  run?: { schedule_id: string; run_id: string },
): Promise<void> {
  const attributes = run && { ...run, idempotency_key: run.run_id, schedule_name: 'a schedule' };
  await sns.send(
    new PublishCommand({
      TopicArn: topicArn,
      Message: JSON.stringify(payload),
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes ?? {}).map(([name, text]) => [name, { DataType: 'String', StringValue: text }]),
      ),
    }),
  );
}

const action = z.object({
  outcome: z.string(),
  attempt: z.string(),
  http_status: z.string().optional(),
  error: z.object({ code: z.string() }).optional(),
});

/** What is noted on a run as soon as its action has come to an end. */
export const untilSettled = (run: { schedule_id: string; run_id: string }) =>
  until(
    `the action of ${run.run_id} is over`,
    async () => {
      const { Item } = await dynamo.send(new GetCommand({ TableName: actions.schedule_runs_table, Key: run }));
      return action.optional().parse(Item?.action);
    },
    (noted) => noted?.outcome === 'succeeded' || noted?.outcome === 'failed',
  );

/** Whether a request carries the stack's signature. */
export async function isSigned({ headers, body }: Received): Promise<boolean> {
  const secrets = secretsManagerSecrets(clients.secretsManager, systemClock);
  const secret = await secrets.read(actions.web_action_signing_secret_arn);
  return verify(headers, body, secret, 300, new Date());
}
