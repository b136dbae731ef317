import { readFileSync } from 'node:fs';
import { AthenaClient } from '@aws-sdk/client-athena';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { localEnvironment } from '../local-stack/environment.ts';
import { local } from '../local-stack/paths.ts';
import { Refusal } from '../local-stack/refusal.ts';

const outputs = z.object({
  region: z.string(),
  endpoint_url: z.string().regex(/^http:\/\/127\.0\.0\.1:\d+$/),
  cur_bucket: z.string(),
  cost_daily_table: z.string(),
  cost_alerts_topic_arn: z.string(),
  glue_database: z.string(),
  glue_table: z.string(),
  athena_workgroup: z.string(),
});

const readOutputs = (): z.infer<typeof outputs> => {
  const { data, error } = outputs.safeParse(JSON.parse(readFileSync(local('outputs.json'), 'utf8')));
  if (data) return data;
  const names = error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new Refusal(`The local stack has no ${names}: the demo needs the default emulator (AWS_EMULATOR=ministack).`);
};

/** The running local stack: its outputs, and a client for each service the demo talks to itself. */
export const localStack = () => {
  const stack = readOutputs();
  useLocalSettings(Number(new URL(stack.endpoint_url).port));
  return {
    ...stack,
    s3: new S3Client({ forcePathStyle: true }),
    sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
    sns: new SNSClient({}),
    dynamo: new DynamoDBClient({}),
    athena: new AthenaClient({}),
  };
};
export type LocalStack = ReturnType<typeof localStack>;

/** From here on every client of this process finds the local stack, and none of the caller's own AWS settings. */
const useLocalSettings = (port: number): void => {
  const environment = localEnvironment(process.env, port);
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
};
