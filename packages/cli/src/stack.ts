import { existsSync, readFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BookScope, StackOutputs, StackPlace } from '@almanac/aws';
import type { DeliveryRef } from '@almanac/cur';
import { AlmanacError, systemClock } from '@almanac/kernel';
import { Command } from 'commander';

/** What `make local-up` writes, in this checkout. */
const LOCAL_OUTPUTS = join(import.meta.dirname, '..', '..', '..', '.local', 'outputs.json');

export interface StackOptions {
  readonly outputs?: string;
  readonly json?: boolean;
}

/** A command that talks to a stack. */
export const stackCommand = (description: string): Command =>
  new Command()
    .description(description)
    .option('--json', 'print JSON')
    .option('--outputs <file>', 'outputs of the stack (default: ALMANAC_OUTPUTS, else the local stack)');

/**
 * The text that says where the stack is.
 * @throws AlmanacError `NO_STACK` where there is none
 */
export function readOutputs(file: string | undefined, localFile = LOCAL_OUTPUTS): { text: string; source: string } {
  const named = file ?? (process.env.ALMANAC_OUTPUTS || undefined);
  const source = named ?? localFile;
  if (existsSync(source)) return { text: readFileSync(source, 'utf8'), source: named ?? '.local/outputs.json' };
  throw new AlmanacError(
    'NO_STACK',
    named === undefined
      ? 'No stack found: run "make local-up", or name a file with the output of "terraform -chdir=infra output -json" in --outputs or ALMANAC_OUTPUTS'
      : `There is no file ${named} with the outputs of the stack`,
  );
}

/** Nothing of the user's own AWS settings may reach a local stack. */
export function dropAwsSettings(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) if (name.toUpperCase().startsWith('AWS_')) delete env[name];
  Object.assign(env, {
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
  });
}

type Aws = typeof import('@almanac/aws');

/** How a command reads its outputs, and what it makes of them. */
export interface StackView<Outputs extends StackPlace, Ports> {
  readonly parse: (aws: Aws) => (json: string, source: string) => Outputs;
  readonly ports: (aws: Aws, outputs: Outputs) => Ports;
}

/** Runs `work` with what a view makes of the stack, and explains what AWS answers when it fails. */
export async function onStack<Outputs extends StackPlace, Ports, T>(
  view: StackView<Outputs, Ports>,
  options: StackOptions,
  work: (stack: Ports) => Promise<T>,
): Promise<T> {
  const { text, source } = readOutputs(options.outputs);
  const aws = await import('@almanac/aws');
  const outputs = view.parse(aws)(text, source);
  if (outputs.endpoint_url) dropAwsSettings(process.env);
  try {
    return await work(view.ports(aws, outputs));
  } catch (error) {
    throw aws.awsError(error, outputs);
  }
}

/** Runs `work` with a stack's ports for cost reports. */
export const withStack = <T>(options: StackOptions, work: (stack: Stack) => Promise<T>): Promise<T> =>
  onStack({ parse: (aws) => aws.parseStackOutputs, ports }, options, work);

function ports(aws: Aws, outputs: StackOutputs) {
  const clients = aws.stackClients(outputs);
  const lake = { database: outputs.glue_database, table: outputs.glue_table, workgroup: outputs.athena_workgroup };
  return {
    outputs,
    ledger: aws.ledgerQueries(clients.dynamo, outputs.cur_ledger_table, outputs.shadow_report_prefixes),
    deliveries: aws.deliveryQueries(clients.dynamo, outputs.cur_ledger_table),
    resend: aws.sqsLandingQueue(clients.sqs, outputs.cur_queue_url).resend,
    deadLetters: aws.sqsDeadLetters(clients, sleep),
    books: {
      costDaily: (scope: BookScope) => aws.dailyCostSums(clients.dynamo, outputs.cost_daily_table, scope),
      athena: (scope: BookScope) => aws.athenaSums(clients.athena, lake, sleep, scope),
    },
    rebuild: {
      ledger: aws.dynamoPublicationLedger(clients.dynamo, outputs.cur_ledger_table, systemClock),
      curated: {
        dailyCosts: (delivery: DeliveryRef) => aws.athenaDailyCosts(clients.athena, lake, sleep, delivery),
      },
      table: aws.dynamoDailyCostRepair(
        clients.dynamo,
        { costDaily: outputs.cost_daily_table, ledger: outputs.cur_ledger_table },
        systemClock,
      ),
    },
    storedVersions: (key: string) => aws.storedVersions(clients.s3, outputs.cur_bucket, key),
  };
}
export type Stack = ReturnType<typeof ports>;
