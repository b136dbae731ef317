import { Decimal } from '@almanac/kernel';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Told of every call to AWS by service and operation, for example `S3:GetObject`. */
export type OnCall = (call: string) => void;

interface Recordable {
  middlewareStack: {
    add(
      middleware: (next: never, context: { clientName?: string; commandName?: string }) => unknown,
      options: object,
    ): void;
  };
}

function recording<Client>(client: Client, onCall: OnCall | undefined): Client {
  if (!onCall) return client;
  const report = (context: { clientName?: string; commandName?: string }) =>
    onCall(`${context.clientName?.replace(/Client$/, '')}:${context.commandName?.replace(/Command$/, '')}`);
  (client as Recordable).middlewareStack.add(
    (next: (args: unknown) => unknown, context) => (args: unknown) => {
      report(context);
      return next(args);
    },
    { step: 'initialize', name: 'recordCalls' },
  );
  return client;
}

export interface ClientOptions {
  readonly onCall?: OnCall;
  /** Tries of one call, the first included; few where whoever calls waits and tries again by itself. */
  readonly maxAttempts?: number;
  /** Where to find AWS; by default what the environment says, as the SDK defines it. */
  readonly target?: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
}

/** A client for each service that Almanac's functions use. */
export function awsClients({ onCall, maxAttempts = 6, target }: ClientOptions = {}) {
  const settings = { maxAttempts, ...target };
  return {
    s3: recording(new S3Client(settings), onCall),
    sqs: recording(new SQSClient(settings), onCall),
    sns: recording(new SNSClient(settings), onCall),
    eventBridge: recording(new EventBridgeClient(settings), onCall),
    stepFunctions: recording(new SFNClient(settings), onCall),
    scheduler: recording(new SchedulerClient(settings), onCall),
    kms: recording(new KMSClient(settings), onCall),
    secretsManager: recording(new SecretsManagerClient(settings), onCall),
    glue: recording(new GlueClient(settings), onCall),
    dynamo: documentClient(recording(new DynamoDBClient(settings), onCall)),
  };
}
export type AwsClients = ReturnType<typeof awsClients>;

/** Numbers are read as exact decimals: a JavaScript number would round them. */
export const documentClient = (client: DynamoDBClient): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
    unmarshallOptions: { wrapNumbers: (text: string) => Decimal.parse(text) },
  });
