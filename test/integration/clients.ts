import {
  awsClients,
  dynamo,
  eventBridge,
  glue,
  kms,
  s3,
  scheduler,
  secretsManager,
  sns,
  sqs,
  stepFunctions,
} from '@almanac/aws';
import { awsConfig } from './stack.ts';

/** The product's own clients, pointed at the local stack. */
export const clients = awsClients(
  { dynamo, eventBridge, glue, kms, s3, scheduler, secretsManager, sns, sqs, stepFunctions },
  { target: awsConfig },
);
