import { describe, expect, it } from '@jest/globals';
import { awsError, parseStackOutputs, stackClients } from './stack.ts';

const outputs = {
  region: 'eu-west-1',
  cur_bucket: 'costlake',
  cost_daily_table: 'cost_daily',
  cur_ledger_table: 'ledger',
  cur_queue_url: 'https://sqs.eu-west-1.amazonaws.com/1/q',
  cur_dlq_url: 'https://sqs.eu-west-1.amazonaws.com/1/dlq',
  cur_publish_queue_url: 'https://sqs.eu-west-1.amazonaws.com/1/p.fifo',
  cur_publish_dlq_url: 'https://sqs.eu-west-1.amazonaws.com/1/pdlq.fifo',
  cur_delivery_dlq_url: 'https://sqs.eu-west-1.amazonaws.com/1/ddlq',
  ops_delivery_dlq_url: 'https://sqs.eu-west-1.amazonaws.com/1/odlq',
  glue_database: 'cost',
  glue_table: 'focus_parts',
  athena_workgroup: 'almanac',
  shadow_report_prefixes: ['exports/'],
};
const parse = (value: unknown) => parseStackOutputs(JSON.stringify(value), 'outputs.json');
const withEndpoint = (endpoint_url: string) => parse({ ...outputs, endpoint_url });

describe('parseStackOutputs', () => {
  it('reads the flat form and ignores what it does not need', () => {
    expect(parse({ ...outputs, dashboard_name: 'x' })).toEqual(outputs);
  });

  it("reads Terraform's form", () => {
    const terraform = Object.entries(outputs).map(([name, value]) => [
      name,
      { sensitive: false, type: 'string', value },
    ]);
    expect(parse(Object.fromEntries(terraform))).toEqual(outputs);
  });

  it('takes a stack without the output of shadow reports for one that has none', () => {
    const { shadow_report_prefixes: _, ...rest } = outputs;
    expect(parse(rest)).toEqual({ ...outputs, shadow_report_prefixes: [] });
  });

  it('names every output that is missing', () => {
    const { cur_bucket: _, cur_dlq_url: __, ...rest } = outputs;
    expect(() => parse(rest)).toThrow(
      expect.objectContaining({ code: 'BAD_OUTPUTS', details: { names: ['cur_bucket', 'cur_dlq_url'] } }),
    );
  });

  it.each(['', 'no json', '[]', '"text"', 'null'])('refuses %j', (text) => {
    expect(() => parseStackOutputs(text, 'o.json')).toThrow(expect.objectContaining({ code: 'BAD_OUTPUTS' }));
  });

  it.each(['http://127.0.0.1:4566', 'http://localhost:4566', 'http://s3.localhost:1', 'http://[::1]:9'])(
    'accepts the endpoint %s',
    (url) => expect(withEndpoint(url).endpoint_url).toBe(url),
  );

  it.each([
    'https://sqs.us-east-1.amazonaws.com',
    'http://10.0.0.5:4566',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://user@example.com',
    'http://localhost@example.com:4566',
    'not a url',
  ])('refuses the endpoint %s, which is not this machine', (url) => {
    expect(() => withEndpoint(url)).toThrow(expect.objectContaining({ code: 'FOREIGN_ENDPOINT' }));
  });
});

describe('stackClients', () => {
  it('gives a local stack test keys, its endpoint and region, and lets no queue URL lead elsewhere', async () => {
    const { s3, sqs } = stackClients(withEndpoint('http://127.0.0.1:4999'));
    expect(await sqs.config.credentials()).toMatchObject({ accessKeyId: 'test', secretAccessKey: 'test' });
    expect(await s3.config.endpoint?.()).toMatchObject({ hostname: '127.0.0.1', port: 4999 });
    expect(await s3.config.region()).toBe('eu-west-1');
    expect(sqs.config.useQueueUrlAsEndpoint).toBe(false);
  });

  it('leaves endpoint and credentials on AWS to the usual chain', () => {
    const { sqs } = stackClients(parse(outputs));
    expect(sqs.config.isCustomEndpoint).toBe(false);
    expect(sqs.config.useQueueUrlAsEndpoint).toBe(true);
  });
});

describe('awsError', () => {
  const local = withEndpoint('http://127.0.0.1:4566');
  it.each([
    ['STACK_UNREACHABLE', Object.assign(new Error(''), { code: 'ECONNREFUSED' })],
    ['NO_CREDENTIALS', Object.assign(new Error('x'), { name: 'CredentialsProviderError' })],
    ['AWS_ERROR', Object.assign(new Error('no table'), { name: 'ResourceNotFoundException', $metadata: {} })],
  ])('explains %s', (code, error) => {
    expect(awsError(error, local)).toMatchObject({ code, cause: error });
  });

  it('leaves other errors alone', () => {
    const error = new TypeError('x');
    expect(awsError(error, local)).toBe(error);
  });
});
