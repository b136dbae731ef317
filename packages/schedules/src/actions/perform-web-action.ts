import type { Attempt, RequestedAction } from './action-message.ts';
import { checkAnswer } from './answer.ts';
import { hostOf } from './host-of.ts';
import type { Once, WebRequests } from './ports.ts';
import { type Done, type SettleDeps, type Settled, settle } from './settle.ts';
import { webRequestOf } from './web-request.ts';

export interface WebActionDeps extends SettleDeps {
  readonly requests: WebRequests;
  readonly once: Once;
  /** Where payloads without a `url` go; absent where they go nowhere. */
  readonly defaultEndpoint?: string;
}

/** What is told of a web action in the log: nothing that a URL, a header or a body may keep secret. */
export interface WebActionResult extends Settled {
  readonly host?: string;
  readonly ignored_headers?: readonly string[];
}

/**
 * Makes the request of a web action once. A message that comes twice is one action: only a crash between the request and
 * its record repeats it, with the same `idempotency-key`.
 * @throws where it has to be tried again
 */
export const performWebAction =
  (deps: WebActionDeps) =>
  async (message: RequestedAction, attempt: Attempt): Promise<WebActionResult> => {
    const about: { host?: string; ignored_headers?: readonly string[] } = {};
    const settled = await settle(deps, message, attempt, async () => {
      const request = webRequestOf(message.payload, deps.defaultEndpoint);
      about.host = hostOf(request.url);
      let answered: Omit<Done, 'isRepeat'> = {};
      const when = await deps.once(`web-action#${message.idempotency_key}`, attempt.remainingMs, async () => {
        const answer = await deps.requests.send({ ...request, ...sender(message, attempt) });
        if (answer.ignoredHeaders.length > 0) about.ignored_headers = answer.ignoredHeaders;
        checkAnswer(answer, hostOf(request.url), deps.clock);
        answered = { http_status: answer.status, latency_ms: Math.round(answer.durationMs) };
      });
      return { isRepeat: when === 'before', ...answered };
    });
    return { ...settled, ...about };
  };

/** On whose behalf a request is made. */
export const sender = ({ idempotency_key, schedule_id, run_id }: RequestedAction, { signal }: Attempt) => ({
  idempotencyKey: idempotency_key,
  ...(schedule_id !== undefined && { scheduleId: schedule_id }),
  ...(run_id !== undefined && { runId: run_id }),
  ...(signal && { signal }),
});
