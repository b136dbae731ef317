import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '@almanac/kernel';
import { InvalidArgumentError } from 'commander';
import { billingPeriod, seconds } from '../../numbers.ts';
import { print, progress } from '../../output.ts';
import { planReingest, type Reingest } from '../../reingest.ts';
import { type Stack, type StackOptions, stackCommand, withStack } from '../../stack.ts';
import { waitForObject } from '../../wait-for-object.ts';

const DEFAULT_SECONDS = 300;

interface Options extends StackOptions {
  readonly all?: boolean;
  readonly dryRun?: boolean;
  readonly wait: boolean;
  readonly timeout: number;
}

export const command = () =>
  stackCommand("Read a report's files again and publish what comes out, though nothing new has arrived.")
    .argument('<report>', 'name of the report, as "almanac cur status" lists it')
    .argument('[period]', 'billing period, such as 2025-01', billingPeriod)
    .option('--all', 'all billing periods of the report')
    .option('--dry-run', 'say what would be read again and do nothing')
    .option('--no-wait', 'do not wait until it is published')
    .option('--timeout <seconds>', 'wait so long for each file or manifest', seconds, DEFAULT_SECONDS)
    .action((report: string, period: string | undefined, options: Options) => {
      if ((period === undefined) !== (options.all ?? false))
        throw new InvalidArgumentError('Name a billing period, or give --all for all of them.');
      return withStack(options, (stack) => reingest(stack, report, period, options));
    });

async function reingest(stack: Stack, report: string, period: string | undefined, options: Options): Promise<void> {
  const plan = await planReingest(depsOf(stack), report, period);
  const isDryRun = options.dryRun ?? false;
  if (!isDryRun) await stack.resend(plan.map(({ version }) => version));
  const objects = plan.map((one) => ({ ...toJson(one), status: null as string | null }));
  if (!isDryRun && options.wait) {
    for (const [index, { version }] of plan.entries()) {
      const item = await wait(stack, version, options.timeout).finally(progress.end);
      Object.assign(objects[index] ?? {}, { status: 'status' in item ? item.status : item.kind });
    }
  }
  print({ dry_run: isDryRun, report, objects }, reingestText(objects, isDryRun), options);
}

const depsOf = ({ ledger, deliveries, storedVersions }: Stack) => ({
  sourcesOf: deliveries.sourcesOf,
  ledger,
  storedVersions,
  knownReports: async () => [...(await ledger.periods()), ...(await deliveries.waiting())].map(({ report }) => report),
  clock: systemClock,
});

const wait = (
  { outputs, ledger, storedVersions }: Stack,
  { bucket, key, sequencer }: Reingest['version'],
  timeout: number,
) =>
  waitForObject(
    { storedVersions, ledger, clock: systemClock, sleep, onState: progress.say },
    { bucket, key, sequencer, timeoutMs: timeout * 1000, pollMs: outputs.endpoint_url ? 500 : 2000 },
  );

const toJson = ({ billingPeriods, version }: Reingest) => ({
  billing_periods: billingPeriods,
  bucket: version.bucket,
  key: version.key,
  version_id: version.versionId ?? null,
  etag: version.etag,
  sequencer: version.sequencer,
});

type Shown = ReturnType<typeof toJson> & { readonly status: string | null };

const reingestText = (objects: readonly Shown[], isDryRun: boolean): string =>
  objects
    .map(({ bucket, key, billing_periods: periods, status }) => {
      const what = isDryRun ? 'would be read again' : (status ?? 'is being read again');
      return `s3://${bucket}/${key}${periods.length > 0 ? ` (${periods.join(', ')})` : ''}: ${what}`;
    })
    .join('\n');
