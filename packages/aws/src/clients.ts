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

const record = ({ middlewareStack }: Recordable, onCall: OnCall): void => {
  const report = (context: { clientName?: string; commandName?: string }) =>
    onCall(`${context.clientName?.replace(/Client$/, '')}:${context.commandName?.replace(/Command$/, '')}`);
  middlewareStack.add(
    (next: (args: unknown) => unknown, context) => (args: unknown) => {
      report(context);
      return next(args);
    },
    { step: 'initialize', name: 'recordCalls' },
  );
};

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

type Settings = Pick<ClientOptions, 'maxAttempts'> & Partial<NonNullable<ClientOptions['target']>>;

// One each, so that a function's bundle holds the clients it names and no others: less to load when it starts.
export const dynamo = (settings: Settings) => documentClient(new DynamoDBClient(settings));
export const eventBridge = (settings: Settings) => new EventBridgeClient(settings);
export const glue = (settings: Settings) => new GlueClient(settings);
export const kms = (settings: Settings) => new KMSClient(settings);
export const s3 = (settings: Settings) => new S3Client(settings);
export const scheduler = (settings: Settings) => new SchedulerClient(settings);
export const secretsManager = (settings: Settings) => new SecretsManagerClient(settings);
export const sns = (settings: Settings) => new SNSClient(settings);
export const sqs = (settings: Settings) => new SQSClient(settings);
export const stepFunctions = (settings: Settings) => new SFNClient(settings);

/** How clients are made, by the names that their user gives them. */
export type ClientMakers = Readonly<Record<string, (settings: Settings) => object>>;
type ClientsOf<Makers extends ClientMakers> = { readonly [Name in keyof Makers]: ReturnType<Makers[Name]> };

/** The clients that are asked for, as in `awsClients({ dynamo, s3 })`. */
export const awsClients = <const Makers extends ClientMakers>(
  makers: Makers,
  { onCall, maxAttempts = 6, target }: ClientOptions = {},
): ClientsOf<Makers> => {
  const made = Object.entries(makers).map(([name, make]) => {
    const client = make({ maxAttempts, ...target });
    if (onCall) record(client as Recordable, onCall);
    return [name, client];
  });
  return Object.fromEntries(made);
};

/** Numbers are read as exact decimals: a JavaScript number would round them. */
export const documentClient = (client: DynamoDBClient): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
    unmarshallOptions: { wrapNumbers: (text: string) => Decimal.parse(text) },
  });
