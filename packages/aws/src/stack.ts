import { AlmanacError } from '@almanac/kernel';
import { AthenaClient } from '@aws-sdk/client-athena';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { documentClient } from './clients.ts';

export const text = z.string().min(1);

/** Where a deployed stack is. */
export const stackPlace = z.object({
  region: text,
  /** Present for the local stack only. */
  endpoint_url: text.optional(),
});
export type StackPlace = z.infer<typeof stackPlace>;

/** The Terraform outputs that a program outside the stack needs. */
const stackOutputs = stackPlace.extend({
  cur_bucket: text,
  cost_daily_table: text,
  cur_ledger_table: text,
  cur_queue_url: text,
  cur_dlq_url: text,
  cur_publish_queue_url: text,
  cur_publish_dlq_url: text,
  cur_delivery_dlq_url: text,
  ops_delivery_dlq_url: text,
  glue_database: text,
  glue_table: text,
  athena_workgroup: text,
  /** Key prefixes of the reports that are kept out of all totals; a stack of before has no such output. */
  shadow_report_prefixes: z.array(text).default([]),
});
export type StackOutputs = z.infer<typeof stackOutputs>;

const LOOPBACK = /^(localhost|[a-z0-9.-]+\.localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

const isLoopback = (url: string): boolean => URL.canParse(url) && LOOPBACK.test(new URL(url).hostname);

/**
 * Reads outputs as `make local-up` writes them (`name: value`) or as `terraform output -json` does (`name: {value}`).
 * @param source what to call the text in errors, such as its file name
 * @throws AlmanacError `BAD_OUTPUTS` naming every missing output, `FOREIGN_ENDPOINT` where test keys would leave this machine
 */
export const parseStackOutputs = (json: string, source: string): StackOutputs =>
  parseOutputs(stackOutputs, json, source);

/** Those outputs that a schema asks for. Errors are those of `parseStackOutputs`. */
export function parseOutputs<Outputs extends StackPlace>(
  schema: z.ZodType<Outputs>,
  json: string,
  source: string,
): Outputs {
  const parsed = schema.safeParse(flat(parseJson(json, source)));
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map(({ path }) => path.join('.') || 'everything'))];
    throw new AlmanacError('BAD_OUTPUTS', `${source} lacks outputs of the stack: ${names.join(', ')}`, { names });
  }
  const { endpoint_url } = parsed.data;
  if (endpoint_url !== undefined && !isLoopback(endpoint_url)) {
    throw new AlmanacError(
      'FOREIGN_ENDPOINT',
      `${source} has the endpoint_url ${endpoint_url}, which is not this machine; a stack on AWS has none`,
    );
  }
  return parsed.data;
}

function parseJson(json: string, source: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new AlmanacError('BAD_OUTPUTS', `${source} is not JSON: save "terraform output -json" there`, {}, { cause });
  }
}

function flat(outputs: unknown): unknown {
  if (typeof outputs !== 'object' || outputs === null) return outputs;
  const value = (output: unknown) =>
    typeof output === 'object' && output !== null && 'value' in output ? output.value : output;
  return Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, value(output)]));
}

/** What every client of a program outside the stack is made with. */
export const clientSettings = ({ region, endpoint_url }: StackPlace) =>
  endpoint_url
    ? {
        region,
        endpoint: endpoint_url,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        maxAttempts: 2,
        useFipsEndpoint: false,
        useDualstackEndpoint: false,
      }
    : { region, maxAttempts: 6 };

/**
 * Clients for a program outside the stack. For the local stack endpoint, region and keys are the stack's own, whatever
 * the user's settings are, and a queue URL cannot lead elsewhere; for AWS they come from the SDK's usual chain.
 */
export function stackClients(place: StackPlace) {
  const { endpoint_url } = place;
  const settings = clientSettings(place);
  return {
    s3: new S3Client({ ...settings, ...(endpoint_url && { forcePathStyle: true }) }),
    sqs: new SQSClient({ ...settings, ...(endpoint_url && { useQueueUrlAsEndpoint: false }) }),
    athena: new AthenaClient(settings),
    dynamo: documentClient(new DynamoDBClient(settings)),
    eventBridge: new EventBridgeClient(settings),
    lambda: new LambdaClient(settings),
    stepFunctions: new SFNClient(settings),
  };
}

/** A call to AWS that failed, as an error a user can act on; any other error as it is. */
export function awsError(error: unknown, { region, endpoint_url }: StackPlace): unknown {
  if (!(error instanceof Error) || error instanceof AlmanacError) return error;
  const because = { cause: error };
  if (endpoint_url && 'code' in error && error.code === 'ECONNREFUSED') {
    return new AlmanacError(
      'STACK_UNREACHABLE',
      `Nothing answers at ${endpoint_url}: run "make local-up" first`,
      {},
      because,
    );
  }
  if (error.name === 'CredentialsProviderError') {
    return new AlmanacError(
      'NO_CREDENTIALS',
      `No AWS credentials found for ${region}: log in or set AWS_PROFILE`,
      {},
      because,
    );
  }
  if ('$metadata' in error)
    return new AlmanacError('AWS_ERROR', `AWS answered ${error.name}: ${error.message}`, { name: error.name }, because);
  return error;
}
