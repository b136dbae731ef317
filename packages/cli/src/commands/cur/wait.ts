import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerDeletion, LedgerObject } from '@almanac/aws';
import { systemClock } from '@almanac/kernel';
import { landingKey } from '../../landing-key.ts';
import { seconds } from '../../numbers.ts';
import { print, progress } from '../../output.ts';
import { type StackOptions, stackCommand, withStack } from '../../stack.ts';
import { fields, toSeconds, unblended } from '../../table.ts';
import { waitForObject } from '../../wait-for-object.ts';

const DEFAULT_SECONDS = 300;

export const command = () =>
  stackCommand('Wait until the newest upload under a key is published, duplicate or ignored, or its deletion is done.')
    .argument('<key>', 'key in the landing bucket, or s3://bucket/key')
    .option('--timeout <seconds>', 'give up after so long', seconds, DEFAULT_SECONDS)
    .action((key: string, options: StackOptions & { timeout: number }) =>
      withStack(options, async ({ outputs, ledger, storedVersions }) => {
        const item = await waitForObject(
          { storedVersions, ledger, clock: systemClock, sleep, onState: progress.say },
          {
            bucket: outputs.cur_bucket,
            key: landingKey(key, outputs.cur_bucket),
            timeoutMs: options.timeout * 1000,
            pollMs: outputs.endpoint_url ? 500 : 2000,
          },
        ).finally(progress.end);
        print(item, itemText(item), options);
      }),
    );

const itemText = (item: LedgerObject | LedgerDeletion) => {
  const file = `s3://${item.bucket}/${item.key}`;
  if (item.kind === 'deletion')
    return fields([
      ['status', 'deleted'],
      ['file', file],
      ['deleted', item.event_time],
    ]);
  return fields([
    ['status', item.status],
    ['file', file],
    ['report', item.report],
    ['periods', item.billing_periods?.join(', ')],
    ['rows', item.rows],
    ['unblended', unblended(item.totals)],
    ['uploaded', toSeconds(item.event_time)],
    ['published', toSeconds(item.published_at as string | undefined)],
    ['duplicate of', item.duplicate_of as string | undefined],
    ['reason', item.reason as string | undefined],
  ]);
};
