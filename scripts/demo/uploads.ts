import { readFileSync } from 'node:fs';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { Refusal } from '../local-stack/refusal.ts';
import { almanac, mustAlmanac } from './almanac.ts';
import { type Costs, costs } from './proof.ts';
import type { LocalStack } from './stack.ts';

/** What is live for one report and billing period. */
export type Live = { report: string; period: string; costs: Costs };

const PATIENCE = ['--timeout', '120'];

/** Puts a file into the landing bucket, as `aws s3 cp` would. */
export const upload = async ({ s3, cur_bucket }: LocalStack, path: string, key: string): Promise<void> => {
  await s3.send(new PutObjectCommand({ Bucket: cur_bucket, Key: key, Body: readFileSync(path) }));
};

const item = z.object({ status: z.string(), duplicate_of: z.string().optional() });

/** Waits until the newest upload under a key is published. @throws Refusal where anything else becomes of it */
export const untilPublished = async (key: string): Promise<void> => {
  const { status, duplicate_of } = item.parse(await mustAlmanac('cur', 'wait', key, ...PATIENCE));
  if (status === 'published') return;
  const why = duplicate_of ? `: ${duplicate_of} has the same content and counts already; delete it and try again` : '';
  throw new Refusal(`${key} is ${status}${why}.`);
};

/** Waits until the newest upload under a key has failed for good. @throws Refusal where anything else becomes of it */
export const untilFailed = async (key: string): Promise<void> => {
  const answer = await almanac('cur', 'wait', key, ...PATIENCE);
  if (!answer.ok && answer.error === 'FILE_FAILED') return;
  throw new Refusal(answer.ok ? `${key} did not fail.` : answer.message);
};

const pair = z.object({ unblended_cost: z.string(), amortized_cost: z.string() });
const status = z.array(
  z.object({
    report: z.string(),
    billing_period: z.string(),
    state: z.string(),
    files: z.array(z.string()),
    rows: z.number(),
    totals: z.record(z.string(), pair),
  }),
);

/** What the ledger holds live of a key's reports. @throws Refusal where it is not one billing period in US dollars */
export const liveOf = async (key: string): Promise<Live> => {
  const all = status.parse(await mustAlmanac('cur', 'status'));
  const [live, ...more] = all.filter(({ state, files }) => state === 'live' && files.includes(key));
  const totals = live?.totals.USD;
  if (!live || !totals || more.length > 0) throw new Refusal(`The ledger holds no single live period of ${key}.`);
  const { report, billing_period: period, rows } = live;
  return { report, period, costs: costs(totals.unblended_cost, totals.amortized_cost, rows) };
};

const failedFiles = z.array(z.object({ message_id: z.string().optional() }));

/** Sends a failed message back to its queue, and waits until its file is no longer among the failed ones. */
export const redrive = async (messageId: string): Promise<void> => {
  await mustAlmanac('cur', 'dlq', 'redrive', '--message', messageId);
  const deadline = Date.now() + 60_000;
  const isFailed = async (): Promise<boolean> =>
    failedFiles.parse(await mustAlmanac('cur', 'files', '--failed')).some(({ message_id }) => message_id === messageId);
  while (await isFailed()) {
    if (Date.now() > deadline) throw new Refusal(`Message ${messageId} was redriven and its file is still failed.`);
  }
};
