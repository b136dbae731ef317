import { AlmanacError } from '@almanac/kernel';
import type { RequestedAction } from './action-message.ts';
import type {
  GivenUp,
  Mails,
  Once,
  RunOutcome,
  RunOutcomes,
  Secrets,
  WebAnswer,
  WebRequest,
  WebRequests,
} from './ports.ts';

type Reply = { readonly status: number; readonly headers?: Record<string, string> } | Error;

/** Answers each request with the next of its replies, and with the last of them from then on. */
export class FakeWebRequests implements WebRequests {
  readonly sent: WebRequest[] = [];
  #replies: Reply[] = [{ status: 200 }];

  answer(...replies: Reply[]): void {
    this.#replies = replies;
  }

  async send(request: WebRequest): Promise<WebAnswer> {
    this.sent.push(request);
    const reply = this.#replies.length > 1 ? this.#replies.shift() : this.#replies[0];
    if (reply instanceof Error || reply === undefined) throw reply;
    return { headers: {}, durationMs: 12.4, ignoredHeaders: [], ...reply };
  }
}

export class MemoryRunOutcomes implements RunOutcomes {
  /** Runs that there are, by schedule and run id. */
  readonly runs = new Map<string, RunOutcome | undefined>();

  add(scheduleId: string, runId: string): void {
    this.runs.set(`${scheduleId} ${runId}`, undefined);
  }

  async record(outcome: RunOutcome) {
    const key = `${outcome.schedule_id} ${outcome.run_id}`;
    if (this.runs.has(key) && this.runs.get(key)?.outcome !== 'succeeded') this.runs.set(key, outcome);
  }
}

export class FakeGivenUp implements GivenUp {
  readonly records: { readonly message: RequestedAction; readonly error: { code: string; message: string } }[] = [];

  async put(message: RequestedAction, error: { code: string; message: string }) {
    this.records.push({ message, error });
  }
}

/** Remembers what was done; what is named in `busy` another one is at. */
export function memoryOnce(busy: ReadonlySet<string> = new Set()): Once {
  const done = new Set<string>();
  return async (key, _leaseMs, work) => {
    if (done.has(key)) return 'before';
    if (busy.has(key)) throw new AlmanacError('CLAIMED_ELSEWHERE', 'Another run is at this already');
    await work();
    done.add(key);
    return 'now';
  };
}

export class MemorySecrets implements Secrets {
  readonly values: Map<string, string>;

  /** @param values of those that have one; any other is there and has none */
  constructor(values: Readonly<Record<string, string>> = {}) {
    this.values = new Map(Object.entries(values));
  }

  async read(arn: string) {
    const value = this.values.get(arn);
    if (value === undefined) throw new AlmanacError('SECRET_WITHOUT_VALUE', `${arn} has no value`);
    return value;
  }

  async readOrCreate(arn: string) {
    const value = this.values.get(arn) ?? `created-${this.values.size}`;
    this.values.set(arn, value);
    return value;
  }
}

export class FakeMails implements Mails {
  readonly sent: { readonly subject: string; readonly text: string }[] = [];

  async send(mail: { readonly subject: string; readonly text: string }) {
    this.sent.push(mail);
  }
}
