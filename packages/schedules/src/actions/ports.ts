import type { RequestedAction } from './action-message.ts';

export interface WebRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** The same for each try, by which the receiver knows a repeat. */
  readonly idempotencyKey: string;
  readonly scheduleId?: string;
  readonly runId?: string;
}

export interface WebAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** From the first look at the host's name to the last byte. */
  readonly durationMs: number;
  /** Headers of the request that were not sent, because they are not the asker's to set. */
  readonly ignoredHeaders: readonly string[];
}

/** Makes HTTPS requests that say who sends them, to hosts that are allowed. */
export interface WebRequests {
  /** @throws AlmanacError `OUTBOUND_REFUSED` where it may not be sent; any other error where it may be tried again */
  send(request: WebRequest): Promise<WebAnswer>;
}

/** What became of the action of a run. */
export interface RunOutcome {
  readonly schedule_id: string;
  readonly run_id: string;
  readonly outcome: 'succeeded' | 'failed' | 'retrying';
  readonly http_status?: number;
  /** Of the request where one was answered, else of the whole try. Unknown where a try before this one had done the action. */
  readonly latency_ms?: number;
  readonly error?: { readonly code: string; readonly message: string };
  /** 1 for the first try. */
  readonly attempt: number;
}

/** The runs of schedules. */
export interface RunOutcomes {
  /** Notes an outcome on its run. Changes nothing where there is no such run, or where it is noted as succeeded already. */
  record(outcome: RunOutcome): Promise<void>;
}

/** Messages with which trying again is of no use and that belong to no run, on which that could be noted. */
export interface GivenUp {
  put(message: RequestedAction, error: { readonly code: string; readonly message: string }): Promise<void>;
}

/**
 * Does something that should happen once, as `once` of the events package does: it is claimed by its key first, and the claim
 * is given back where the work fails.
 * @returns whether it was done now or had been before
 * @throws AlmanacError `CLAIMED_ELSEWHERE` where another one is at it
 */
export type Once = (key: string, leaseMs: number, work: () => Promise<void>) => Promise<'now' | 'before'>;

/** Secrets by their ARN. */
export interface Secrets {
  /** @throws AlmanacError `SECRET_WITHOUT_VALUE` where there is none yet, or no such secret */
  read(arn: string): Promise<string>;
  /** The same, but where it has no value yet it gets a random one. */
  readOrCreate(arn: string): Promise<string>;
}

/** A topic that has addresses of people as its subscribers. */
export interface Mails {
  send(mail: { readonly subject: string; readonly text: string }): Promise<void>;
}
