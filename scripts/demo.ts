import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Received, type Subscription, subscribe } from './demo/alerts.ts';
import { type DailyCost, dailyCosts } from './demo/daily-costs.ts';
import { athena, periodTotals } from './demo/lake.ts';
import { dayChart, weekTable } from './demo/pictures.ts';
import { compared, costs } from './demo/proof.ts';
import { type Samples, writeSamples } from './demo/samples.ts';
import { type LocalStack, localStack } from './demo/stack.ts';
import { alertText, heading, NEXT, sampleText, say, spikeText, sumOfRows, trueCosts } from './demo/story.ts';
import { indented } from './demo/text.ts';
import { type Live, liveOf, redrive, untilFailed, untilPublished, upload } from './demo/uploads.ts';
import { waiting } from './demo/waiting.ts';
import { root } from './local-stack/paths.ts';
import { command, Refusal } from './local-stack/refusal.ts';

const bringUp = async (): Promise<void> => {
  const child = spawn(process.execPath, [join(root, 'scripts', 'local-up.ts')], { stdio: 'inherit' });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Refusal('The local stack is not up: see above.');
};

type Told = { january: Received; cutOff: Received; february: Received };

/** January arrives; February's upload breaks off, fails and alerts; its whole file goes to the same key. */
const uploadAll = async (stack: LocalStack, samples: Samples, alerts: Subscription): Promise<Told> => {
  const { january, february } = samples;
  await upload(stack, january.path, january.key);
  await upload(stack, february.cutOff, february.key);
  await waiting(`${january.key}: published`, untilPublished(january.key));
  await waiting(`${february.key}, cut off: given up after three tries`, untilFailed(february.key));
  const cutOff = await alerts.next('error', february.key);
  await upload(stack, february.path, february.key);
  await waiting(`${february.key}, the whole file: published`, untilPublished(february.key));
  await waiting('the failed message, tried again: a newer upload has replaced its file', again(cutOff));
  return {
    january: await alerts.next('success', january.key),
    cutOff,
    february: await alerts.next('success', february.key),
  };
};

/** Does what the alert says, so that nothing is left in the dead-letter queue. */
const again = async ({ alert }: Received): Promise<void> => {
  const id = /--message (\S+)$/.exec(alert.error?.retry ?? '')?.[1];
  if (!id) throw new Refusal('The alert does not name its message.');
  await redrive(id);
};

const showProof = async (stack: LocalStack, samples: Samples, live: Live[], rows: DailyCost[]): Promise<void> => {
  const files = [samples.january, samples.february];
  const sql = periodTotals(
    stack.glue_table,
    live.map(({ report }) => report),
  );
  const [, ...answer] = await athena(stack, sql);
  const lake = answer.map(
    ([period = '', ...sums]) => [period, costs(sums[0] ?? '', sums[1] ?? '', Number(sums[2]))] as const,
  );
  const { text, equal } = compared(
    [
      { name: 'input files', periods: new Map(files.map((file) => [file.period, trueCosts(file)])) },
      { name: 'ledger', periods: new Map(live.map((each) => [each.period, each.costs])) },
      { name: 'cost_daily', periods: sumOfRows(rows) },
      { name: 'Athena SQL', periods: new Map(lake) },
    ],
    files.map(({ period }) => period),
  );
  say(`${indented(sql)}\n\n${indented(text)}`);
  if (!equal) throw new Refusal('The sums differ: this is a defect of Almanac.');
  say('\n  All four agree to the last digit.');
};

await command(async () => {
  heading('The local stack: the Terraform stack in an emulator of AWS on this machine');
  await bringUp();
  const stack = localStack();

  heading('Sample cost reports: 5 accounts, 2 months, made up');
  const samples = await writeSamples();
  say([samples.january, samples.february].map(sampleText).join('\n'));

  heading(`Upload to s3://${stack.cur_bucket}`);
  const alerts = await subscribe(stack);
  const told = await uploadAll(stack, samples, alerts).finally(alerts.end);

  heading('Alerts that went out (SNS topic cost-alerts)');
  say([told.january, told.cutOff, told.february].map(alertText).join('\n\n'));

  const live = [await liveOf(samples.january.key), await liveOf(samples.february.key)];
  const accounts = [told.january, told.february].flatMap(({ alert }) => alert.accounts);
  const reports = live.map(({ report }) => dailyCosts(stack, report, [...new Set(accounts)]));
  const rows = (await Promise.all(reports)).flat();
  heading(`Cost per day, amortised, in USD (${rows.length} rows of the DynamoDB table ${stack.cost_daily_table})`);
  say(indented(dayChart(rows, [samples.january.period, samples.february.period])));
  say(`\n  ${spikeText(rows, samples.february)}`);

  heading('Daily cost per service in the week of the spike, amortised, in USD');
  say(indented(weekTable(rows, samples.february.spike.usage_date)));

  heading('The curated files with SQL (Athena), and whether every sum agrees');
  await showProof(stack, samples, live, rows);

  heading('Where to go next');
  say(NEXT);
});
