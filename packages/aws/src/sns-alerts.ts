import { type CostAlert, costAlert } from '@almanac/contracts';
import { type Alerts, type Announcement, objectLayout, type PeriodRef, type Totals } from '@almanac/cur';
import { stableId } from '@almanac/kernel';
import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { AccountNames } from './s3-account-names.ts';
import { asSubject } from './sns-subject.ts';

/** SNS and SQS carry 256 KB; an organisation may have thousands of accounts. */
const MAX_ACCOUNTS = 500;

export interface AlertLinks {
  readonly region: string;
  readonly curatedBucket: string;
}

/** The `cost-alerts` topic: `type` and `accounts` are message attributes, for subscription filter policies. */
export function snsAlerts(
  sns: SNSClient,
  topicArn: string,
  links: AlertLinks,
  accountNames: AccountNames = async () => new Map(),
): Alerts {
  const send = async (subject: string, alert: CostAlert) => {
    const accounts = alert.accounts.slice(0, MAX_ACCOUNTS);
    await sns.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: asSubject(subject),
        Message: JSON.stringify(costAlert.parse({ ...alert, accounts }), null, 2),
        MessageAttributes: {
          type: { DataType: 'String', StringValue: alert.type },
          id: { DataType: 'String', StringValue: alert.id },
          ...(accounts.length > 0 && {
            accounts: { DataType: 'String.Array', StringValue: JSON.stringify(accounts) },
          }),
        },
      }),
    );
  };

  return {
    async published(announcement, period) {
      const names = await accountNames();
      const named = announcement.accounts.slice(0, MAX_ACCOUNTS).flatMap((id) => {
        const name = names.get(id);
        return name === undefined ? [] : [[id, name] as const];
      });
      await send(publishedSubject(announcement, period), {
        ...publishedAlert(announcement, period, links),
        ...(named.length > 0 && { account_names: Object.fromEntries(named) }),
      });
    },

    duplicate: (target, period) =>
      send(`Cost report ${period.report} is a copy and is not counted`, {
        id: stableId('duplicate', target.origin.id),
        type: 'warning',
        report: period.report,
        billing_period: period.billingPeriod,
        message: `s3://${target.origin.bucket}/${target.origin.key} has the same content as ${target.duplicateOf}, which is taken instead of it. Delete the copy you do not need.`,
        files: [target.origin.key],
        links: {},
        accounts: [],
      }),

    twins: ({ payer, others }, { report, billingPeriod }, origin) => {
      const names = [report, ...others].join(' and ');
      const prefix = shadowPrefix(origin.key);
      return send(`Cost reports ${names} both count for ${payer} in ${billingPeriod}`, {
        id: stableId('twins', payer, billingPeriod, report),
        type: 'warning',
        report,
        billing_period: billingPeriod,
        message: `The reports ${names} are all live for payer ${payer} in ${billingPeriod}. If they hold the same costs, totals are counted twice: keep one out of them, for example ${report}, by adding to the stage's tfvars: shadow_report_prefixes = ["${prefix}"]`,
        files: [],
        links: {},
        accounts: [payer],
      });
    },

    failed: (failure) => {
      const what = failure.version
        ? `s3://${failure.version.bucket}/${failure.version.key}`
        : failure.period
          ? `${failure.period.report} ${failure.period.billingPeriod}`
          : `message ${failure.messageId}`;
      const report = failure.version?.report ?? failure.period?.report;
      return send(`Cost report failed: ${failure.version?.key ?? what}`, {
        id: stableId('failure', failure.version?.id ?? failure.messageId),
        type: 'error',
        ...(report !== undefined && { report }),
        ...(failure.period && { billing_period: failure.period.billingPeriod }),
        message: `${what}: ${failure.message}`,
        files: failure.version ? [failure.version.key] : [],
        error: {
          code: failure.code,
          message: failure.message,
          attempts: failure.attempt,
          retry: `npx --no-install almanac cur dlq redrive --message ${failure.messageId}`,
        },
        links: {},
        accounts: [],
      });
    },
  };
}

/** The part of a key that all files of its report have: its folders up to the report's name, or the whole key of an upload. */
function shadowPrefix(key: string): string {
  const layout = objectLayout(key);
  return layout.kind === 'manifest' || layout.kind === 'part' ? `${layout.root}/` : key;
}

const plainTotals = (totals: Totals) =>
  Object.fromEntries(
    Object.entries(totals).map(([currency, costs]) => [
      currency,
      { unblended_cost: costs.unblendedCost.toString(), amortized_cost: costs.amortizedCost.toString() },
    ]),
  );

const sums = (totals: Totals): string =>
  Object.entries(totals)
    .map(([currency, { unblendedCost }]) => `${unblendedCost} ${currency}`)
    .join(' + ') || 'no costs';

const publishedSubject = ({ withdrawn, totals, shadow }: Announcement, { report, billingPeriod }: PeriodRef) =>
  withdrawn
    ? `Cost report ${report} ${billingPeriod} withdrawn`
    : `Cost report ${report} ${billingPeriod}: ${sums(totals)}${shadow ? ' (not in the totals)' : ''}`;

function publishedAlert(
  announcement: Announcement,
  period: PeriodRef,
  { region, curatedBucket }: AlertLinks,
): CostAlert {
  const { report, billingPeriod } = period;
  const prefix = `focus/report=${report}/billing_period=${billingPeriod}/delivery=${announcement.deliveryId}/`;
  const { origin, withdrawn } = announcement;
  const what = withdrawn
    ? `${report} ${billingPeriod} no longer counts: ${WITHDRAWN[withdrawn]}.`
    : `${report} ${billingPeriod}: ${announcement.rows} line items, ${sums(announcement.totals)}.${announcement.shadow ? ' Kept out of the totals (shadow_report_prefixes).' : ''}`;
  return {
    id: announcement.id,
    type: 'success',
    report,
    billing_period: billingPeriod,
    delivery_id: announcement.deliveryId,
    message: what,
    files: [...announcement.files],
    file_count: announcement.parts,
    rows: announcement.rows,
    totals: plainTotals(announcement.totals),
    change: plainTotals(announcement.change),
    seconds_to_published: announcement.secondsToPublished,
    links: {
      source: `s3://${origin.bucket}/${origin.key}`,
      ...(!withdrawn && {
        curated: `s3://${curatedBucket}/${prefix}`,
        console: `https://${region}.console.aws.amazon.com/s3/buckets/${curatedBucket}?region=${region}&prefix=${encodeURIComponent(prefix)}`,
      }),
    },
    accounts: [...announcement.accounts],
  };
}

const WITHDRAWN = {
  deleted: 'its file was deleted',
  'not-in-file': 'the newest upload to its key has no line items of this period',
  duplicate: 'an equal file under another key counts instead',
} as const satisfies Record<NonNullable<Announcement['withdrawn']>, string>;
