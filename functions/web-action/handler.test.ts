import { SettableClock } from '@almanac/events/fakes';
import { parseSnsEnvelope, queue, telemetry } from '@almanac/lambda';
import { actionRequests, outboundClient, parseAllowedHosts, verify } from '@almanac/outbound';
import { type LoopbackServer, loopbackServer } from '@almanac/outbound/loopback';
import { parseActionMessage } from '@almanac/schedules';
import { FakeGivenUp, MemoryRunOutcomes, memoryOnce } from '@almanac/schedules/actions/fakes';
import { lambdaContext, snsBody, sqsEvent } from '@almanac/testkit';
import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

const environment = process.env;
process.env = {
  ...environment,
  // Log and metric lines go to the console, where they can be looked at.
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  AWS_REGION: 'us-east-1',
  ...Object.fromEntries(
    ['AWS_LAMBDA_FUNCTION_NAME', 'RUNS_TABLE', 'CLAIMS_TABLE', 'DLQ_URL', 'SIGNING_SECRET_ARN', 'QUEUE_URL'].map(
      (name) => [name, 'x'],
    ),
  ),
  WEB_ACTION_HOSTS: '[{"host":"*.example.com"}]',
  MAX_RECEIVE_COUNT: '3',
  RETRY_DELAY_SECONDS: '10',
};
const { onWebAction } = await import('./handler.ts');
afterAll(() => {
  process.env = environment;
});

const clock = new SettableClock('2026-11-28T10:00:00Z');
const attributes = { idempotency_key: 'k1', schedule_id: 's1', run_id: 'r1' };

describe('the function that makes web requests', () => {
  let server: LoopbackServer;
  let status: number;
  let outcomes: MemoryRunOutcomes;
  let givenUp: FakeGivenUp;
  let handler: ReturnType<typeof queue>;
  let pauses: number[];
  let lines: Record<string, unknown>[];
  beforeEach(async () => {
    status = 200;
    server = await loopbackServer((_request, response) => {
      response.writeHead(status, { 'retry-after': '70' }).end('answer');
    });
    pauses = [];
    lines = [];
    for (const level of ['log', 'info', 'error'] as const) {
      jest.spyOn(console, level).mockImplementation((line) => void lines.push(JSON.parse(String(line))));
    }
    outcomes = new MemoryRunOutcomes();
    outcomes.add('s1', 'r1');
    givenUp = new FakeGivenUp();
    const allowed = { host: '127.0.0.1', port: server.port, http: true, private: true, secret_arn: 'arn:token' };
    const allowedHosts = parseAllowedHosts(JSON.stringify([allowed, { host: 'inner.example.com' }]));
    const requests = actionRequests({
      ...{ allowedHosts, clock },
      client: outboundClient({ allowedHosts, resolve: async () => ['169.254.169.254'] }),
      readSecret: async () => 'Bearer hunter2',
      signingSecret: async () => 'secret',
    });
    const deps = { telemetry: telemetry('web-action-dev'), outcomes, givenUp, clock, once: memoryOnce(), requests };
    handler = queue({
      telemetry: deps.telemetry,
      parse: (body) => parseActionMessage(parseSnsEnvelope(body)),
      onMessage: onWebAction(deps, 3),
      changeVisibility: async (_handle, seconds) => void pauses.push(seconds),
      maxReceiveCount: 3,
      retryDelaySeconds: 10,
    }) as typeof handler;
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await server[Symbol.asyncDispose]();
  });

  const url = () => `http://127.0.0.1:${server.port}/hook?key=hunter2`;
  const receive = async (
    payload: object,
    receiveCount = 1,
    published: { attributes?: Record<string, string> } = { attributes },
  ) => {
    const { batchItemFailures } = await handler(
      sqsEvent({ body: snsBody(payload, published), receiveCount }),
      lambdaContext(),
    );
    return batchItemFailures.length;
  };
  const counted = () =>
    lines.filter((line) => '_aws' in line).flatMap((line) => Object.keys(line).filter((key) => /^WebAction/.test(key)));
  const noted = () => outcomes.runs.get('s1 r1');

  it('makes a signed request once for a message that comes twice', async () => {
    const payload = { url: url(), headers: { 'x-mine': '1', 'x-almanac-run-id': 'forged' }, body: { a: 1 } };
    expect([await receive(payload), await receive(payload)]).toEqual([0, 0]);
    expect(server.received).toMatchObject([
      {
        ...{ method: 'POST', path: '/hook?key=hunter2' },
        headers: { 'x-mine': '1', 'x-almanac-run-id': 'r1', authorization: 'Bearer hunter2', 'idempotency-key': 'k1' },
      },
    ]);
    const [{ headers, body } = { headers: {}, body: '' }] = server.received;
    expect(verify(headers, body, 'secret', 300, clock.now())).toBe(true);
    expect(noted()).toMatchObject({ outcome: 'succeeded', http_status: 200 });
    expect(counted()).toEqual(['WebActionSucceeded']);
    expect(lines).toContainEqual(
      expect.objectContaining({ message: 'action performed', schedule_id: 's1', run_id: 'r1', host: '127.0.0.1' }),
    );
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });

  it('goes back to the queue for as long as the endpoint asks, until the tries are used up', async () => {
    status = 503;
    expect([await receive({ url: url() }), await receive({ url: url() }, 3)]).toEqual([1, 1]);
    expect(pauses).toEqual([70, 0]);
    expect(noted()).toMatchObject({ outcome: 'failed', http_status: 503, attempt: 3 });
    expect(counted()).toEqual(['WebActionRetried', 'WebActionFailed']);
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });

  it.each([
    ['https://inner.example.com/latest/meta-data/', 'OUTBOUND_REFUSED'],
    ['https://evil.test/', 'OUTBOUND_REFUSED'],
    ['nonsense', 'INVALID_WEB_ACTION'],
  ])('fails at once with %s', async (target, code) => {
    expect(await receive({ url: target })).toBe(0);
    expect(noted()).toMatchObject({ outcome: 'failed', error: { code } });
    expect(server.connections()).toBe(0);
    expect(counted()).toEqual(['WebActionFailed']);
  });

  it('makes the requests of other parts of the stack, which have no attributes', async () => {
    const payload = { url: url(), method: 'POST', headers: { accept: 'application/json' }, body: { title: 't' } };
    expect(await receive(payload, 1, {})).toBe(0);
    expect(server.received).toMatchObject([
      { headers: { 'idempotency-key': 'message-1', accept: 'application/json' } },
    ]);
    status = 404;
    expect(await handler(sqsEvent({ body: snsBody(payload, { messageId: 'm2' }) }), lambdaContext())).toEqual({
      batchItemFailures: [],
    });
    expect(givenUp.records).toMatchObject([
      { message: { idempotency_key: 'm2', payload }, error: { code: 'ENDPOINT_REFUSED' } },
    ]);
  });

  it('leaves to the dead-letter queue what no topic has sent', async () => {
    const answer = await handler(sqsEvent({ body: JSON.stringify({ url: url() }) }), lambdaContext());
    expect(answer.batchItemFailures).toHaveLength(1);
    expect(server.connections()).toBe(0);
  });
});
