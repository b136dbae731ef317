import { type FileDownloadFailed, fileDownloadFailed } from '@almanac/contracts';
import { stableId } from '@almanac/kernel';
import { type Reaction, type ReceivedEvent, type Try, when } from '../consume.ts';
import { once } from '../once.ts';
import { happenedAt } from './happened-at.ts';
import type { IssueTracker, MediaAlerts, Retries, RetryRequests, Sendings } from './ports.ts';
import { retryDelaySeconds } from './retry-delay.ts';
import { transientReason } from './transient-codes.ts';

/** Of an error's text, what people are told: a message has to fit into SNS. */
const MAX_ERROR_LENGTH = 2_000;

export interface TriageDeps {
  readonly retries: Retries;
  readonly retryRequests: RetryRequests;
  readonly alerts: MediaAlerts;
  /** Absent where no repository is configured. */
  readonly issues?: IssueTracker;
  readonly sendings: Sendings;
  /** Retries that a file has in all. */
  readonly retryLimit: number;
  readonly retryBaseSeconds: number;
}

type Failed = ReceivedEvent<FileDownloadFailed>;

/** A failed download is tried again where that may help, up to a limit; otherwise people are told of it. */
export const triageFailures = (deps: TriageDeps): Reaction[] => [
  when(fileDownloadFailed, async (event, attempt) => {
    const { fileId, errorCode } = event.detail;
    const isTransient = transientReason(errorCode) !== undefined;
    const number = isTransient ? await deps.retries.take(fileId, event.id, deps.retryLimit) : 'none-left';
    if (number === 'none-left') await giveUp(deps, event, attempt, isTransient);
    else await retry(deps, event, attempt, number);
  }),
];

async function retry(deps: TriageDeps, { id, correlationId, detail }: Failed, { remainingMs }: Try, attempt: number) {
  const { fileId, errorCode = '' } = detail;
  const key = stableId('retry', fileId, id);
  const delaySeconds = retryDelaySeconds(attempt, deps.retryBaseSeconds, id);
  const request = { key, fileId, attempt, limit: deps.retryLimit, errorCode, delaySeconds, causationId: id };
  await once(deps.sendings, key, remainingMs, () => deps.retryRequests.send({ ...request, correlationId }));
}

async function giveUp(deps: TriageDeps, event: Failed, { remainingMs }: Try, isTransient: boolean): Promise<void> {
  const { fileId, errorCode } = event.detail;
  const error = event.detail.error.slice(0, MAX_ERROR_LENGTH);
  const retries = isTransient ? deps.retryLimit : 0;
  const alert = {
    key: stableId('failed', fileId, event.id),
    type: 'file-download-failed',
    fileId,
    message: `The download of ${fileId} failed: ${error}. ${isTransient ? USED_UP(retries) : FINAL}`,
    error,
    ...(errorCode !== undefined && { errorCode }),
    retries,
    failedAt: happenedAt(event),
    correlationId: event.correlationId,
  } as const;
  await once(deps.sendings, alert.key, remainingMs, () => deps.alerts.send(alert));
  const { issues } = deps;
  if (!issues) return;
  const key = stableId('issue', fileId, errorCode ?? '');
  const title = `Download of ${fileId} failed${errorCode === undefined ? '' : `: ${errorCode}`}`;
  const body = `${alert.message}\n\nEvent ${event.id}, ${alert.failedAt}; correlation id ${event.correlationId}.`;
  await once(deps.sendings, key, remainingMs, () => issues.open({ key, title, body }));
}

const USED_UP = (retries: number) => `It was tried again ${retries} times; look into the source and submit it again.`;
const FINAL = 'Trying again by itself would not help; look into it and submit it again.';
