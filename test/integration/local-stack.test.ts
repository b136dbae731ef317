import { globSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import { functionNames } from '../../scripts/bundle.ts';
import { infra, local, root } from '../../scripts/local-stack/paths.ts';
import { run } from '../../scripts/local-stack/processes.ts';
import { awsConfig, stack } from './stack.ts';

const localUp = () => run(process.execPath, [join(root, 'scripts', 'local-up.ts')]);
const read = (file: string): string => readFileSync(file, 'utf8');

const answers = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2_000 });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false)).once('timeout', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

describe('the local stack', () => {
  it('writes down every output of the Terraform stack, its endpoint and its region', () => {
    const text = globSync('*outputs.tf', { cwd: infra }).map((file) => read(join(infra, file)));
    const declared = [...text.join('\n').matchAll(/^output "([^"]+)"/gm)].map((match) => match[1]);
    const written = Object.keys(JSON.parse(read(local('outputs.json'))));
    expect(written.sort()).toEqual([...new Set([...declared, 'endpoint_url', 'region'])].sort());
  });

  it('hands out addresses that need no name resolution', async () => {
    expect(stack.cur_queue_url).toMatch(new RegExp(`^${stack.endpoint_url}/`));
    const command = new GetQueueAttributesCommand({ QueueUrl: stack.cur_queue_url, AttributeNames: ['QueueArn'] });
    const { Attributes } = await new SQSClient(awsConfig).send(command);
    expect(Attributes?.QueueArn).toBe('arn:aws:sqs:us-east-1:000000000000:cur-processing-queue-dev');
  });

  it('listens on loopback only', async () => {
    const port = Number(new URL(stack.endpoint_url).port);
    const outside = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    const addresses = outside.filter(({ internal, family }) => !internal && family === 'IPv4');
    expect(await answers('127.0.0.1', port)).toBe(true);
    for (const { address } of addresses) expect(await answers(address, port)).toBe(false);
  });

  it('enforces IAM: unknown keys are refused', async () => {
    const stranger = { ...awsConfig, credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'test' } };
    await expect(new S3Client(stranger).send(new ListBucketsCommand({}))).rejects.toThrow(/does not exist/);
  });

  it('has a Lambda function for every folder of functions/, on the runtime that the tests run on', async () => {
    const functions = [];
    for await (const page of paginateListFunctions({ client: new LambdaClient(awsConfig) }, {})) {
      functions.push(...(page.Functions ?? []).map(({ FunctionName, Runtime }) => `${FunctionName} ${Runtime}`));
    }
    const names = await functionNames(join(root, 'functions'));
    expect(names.length).toBeGreaterThan(0);
    expect(functions.sort()).toEqual(names.map((name) => `${name}-dev nodejs22.x`));
    expect(process.version).toMatch(/^v22\./);
  });

  it('is left as it is by another local-up, even by two at once', async () => {
    const before = [read(local('outputs.json')), read(local('emulator.json'))];
    const [first, second] = await Promise.all([localUp(), localUp()]);
    for (const { code, output } of [first, second]) {
      expect(output).toContain('nothing changed');
      expect(code).toBe(0);
    }
    expect(`${first.output}${second.output}`).toContain('waiting for it');
    expect([read(local('outputs.json')), read(local('emulator.json'))]).toEqual(before);
  });
});
