import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { landingKey } from './landing-key.ts';
import { dropAwsSettings, readOutputs } from './stack.ts';

const folder = mkdtempSync(join(tmpdir(), 'almanac-'));
const file = (name: string) => {
  writeFileSync(join(folder, name), name);
  return join(folder, name);
};
const missing = join(folder, 'missing.json');

describe('readOutputs', () => {
  afterEach(() => {
    delete process.env.ALMANAC_OUTPUTS;
  });

  it('prefers the option, then the environment, then the local stack', () => {
    const local = file('local.json');
    expect(readOutputs(undefined, local)).toEqual({ text: 'local.json', source: '.local/outputs.json' });
    process.env.ALMANAC_OUTPUTS = file('env.json');
    expect(readOutputs(undefined, local).text).toBe('env.json');
    expect(readOutputs(file('option.json'), local).text).toBe('option.json');
  });

  it('says what to do where there is no stack', () => {
    expect(() => readOutputs(undefined, missing)).toThrow(
      expect.objectContaining({ code: 'NO_STACK', message: expect.stringContaining('make local-up') }),
    );
    expect(() => readOutputs(missing, file('local.json'))).toThrow(
      expect.objectContaining({ code: 'NO_STACK', message: expect.stringContaining('missing.json') }),
    );
  });
});

it('dropAwsSettings leaves nothing that leads to an account', () => {
  const env: NodeJS.ProcessEnv = {
    AWS_PROFILE: 'prod',
    aws_access_key_id: 'AKIA',
    AWS_ENDPOINT_URL_S3: 'x',
    HOME: '/h',
  };
  dropAwsSettings(env);
  expect(Object.keys(env).sort()).toEqual([
    'AWS_CONFIG_FILE',
    'AWS_EC2_METADATA_DISABLED',
    'AWS_SHARED_CREDENTIALS_FILE',
    'HOME',
  ]);
});

describe('landingKey', () => {
  it.each([
    ['a/b.csv', 'a/b.csv'],
    ['s3://costlake/a b+ü.csv', 'a b+ü.csv'],
    ['s3://costlake/s3://x/y', 's3://x/y'],
    ['s3:/odd', 's3:/odd'],
  ])('of %s is %s', (given, key) => {
    expect(landingKey(given, 'costlake')).toBe(key);
  });

  it('refuses another bucket', () => {
    expect(() => landingKey('s3://other/a', 'costlake')).toThrow(expect.objectContaining({ code: 'OTHER_BUCKET' }));
  });
});
