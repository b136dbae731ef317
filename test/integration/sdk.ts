import { AthenaClient } from '@aws-sdk/client-athena';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GlueClient } from '@aws-sdk/client-glue';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { awsConfig } from './stack.ts';

export const athena = new AthenaClient(awsConfig);
export const cloudWatch = new CloudWatchClient(awsConfig);
export const eventBridge = new EventBridgeClient(awsConfig);
export const glue = new GlueClient(awsConfig);
export const lambda = new LambdaClient(awsConfig);
export const logs = new CloudWatchLogsClient(awsConfig);
export const s3 = new S3Client({ ...awsConfig, forcePathStyle: true });
export const scheduler = new SchedulerClient(awsConfig);
export const stepFunctions = new SFNClient(awsConfig);
export const sns = new SNSClient(awsConfig);
export const sqs = new SQSClient(awsConfig);

/** Numbers come as the text that DynamoDB holds, every digit. */
export const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(awsConfig), {
  unmarshallOptions: { wrapNumbers: (text: string) => text },
});
