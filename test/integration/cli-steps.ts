import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll } from '@jest/globals';
import { run } from '../../scripts/local-stack/processes.ts';
import { ALMANAC } from './bundled.ts';
import { s3 } from './sdk.ts';
import { stack } from './stack.ts';
import { until } from './until.ts';

export const folder = mkdtempSync(join(tmpdir(), 'almanac-cli-'));
export const runId = randomUUID().slice(0, 8);

/** Keys of this run; the name is part of the key so that nothing else in the stack is touched. */
export const keyOf = (name: string) => `cli-test/${runId}/${name}`;

/** Settings that lead to somebody's account, or nowhere: the command must not care. */
const USERS_OWN = {
  AWS_PROFILE: 'production',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'EXAMPLEKEY',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9',
  AWS_REGION: 'eu-west-1',
  AWS_USE_FIPS_ENDPOINT: 'true',
};

/** Runs the command; `json` is what it printed, parsed. */
export async function almanac(...args: string[]) {
  const env = { PATH: process.env.PATH ?? '', HOME: folder, ...USERS_OWN };
  const { code, stdout, output } = await run(process.execPath, [ALMANAC, ...args], { env });
  return {
    code,
    stdout,
    output,
    get json() {
      return JSON.parse(stdout);
    },
  };
}
export const cur = (...args: string[]) => almanac('cur', ...args, '--json');
export const waitFor = (key: string, ...args: string[]) => cur('wait', key, '--timeout', '60', ...args);

export const upload = (key: string, Body: string | Buffer, Bucket = stack.cur_bucket) =>
  s3.send(new PutObjectCommand({ Bucket, Key: key, Body }));
export const remove = (key: string, Bucket = stack.cur_bucket) =>
  s3.send(new DeleteObjectCommand({ Bucket, Key: key }));

const HEADER = 'lineItem/UsageAccountId,lineItem/UsageStartDate,lineItem/ProductCode,lineItem/UnblendedCost';
/** A report of one line item a month, whose account makes its bytes differ from every other. */
export const report = (cost: string, account: string = randomUUID(), months = ['2025-01']) =>
  [HEADER, ...months.map((month) => `${account},${month}-05T00:00:00Z,AmazonEC2,${cost}`), ''].join('\n');

export const usd = (cost: string) => ({ USD: { unblended_cost: cost, amortized_cost: cost } });
export type Item = Record<string, unknown> & { report: string; message_id: string; sequencer: string; status: string };
export const periodsOf = async ({ report: name }: Item) =>
  (await cur('status')).json.filter((period: { report: string }) => period.report === name);
export const lettersAbout = async (key: string, ...args: string[]) =>
  (await cur('dlq', 'list', ...args)).json.filter(({ about }: { about: string }) => about.endsWith(`/${key}`));

export const untilLetterAbout = (key: string) =>
  until(
    `a dead letter about ${key}`,
    () => lettersAbout(key),
    ({ length }) => length > 0,
  );

/** A file of outputs that differ from those of the stack. */
export function outputsWith(changes: object): string {
  const file = join(folder, `${randomUUID()}.json`);
  writeFileSync(file, JSON.stringify({ ...stack, ...changes }));
  return file;
}

afterAll(() => rmSync(folder, { recursive: true }));
