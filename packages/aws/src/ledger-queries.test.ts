import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { documentClient } from './clients.ts';
import { ledgerQueries } from './ledger-queries.ts';

type Attributes = Record<string, object>;
interface Request {
  TableName: string;
  IndexName?: string;
  ExclusiveStartKey?: object;
  FilterExpression?: string;
  ScanIndexForward?: boolean;
  ConsistentRead?: boolean;
  ExpressionAttributeValues?: Attributes;
  Key?: Attributes;
}

/** The ledger over a DynamoDB that gives the given answers, one a request. */
function ledgerOver(...answers: object[]) {
  const requests: Request[] = [];
  const requestHandler = {
    handle: async ({ body }: { body: Uint8Array }) => {
      requests.push(JSON.parse(new TextDecoder().decode(body)));
      const answer = answers.shift() ?? {};
      const response = new Response(JSON.stringify(answer));
      return { response: { statusCode: 200, headers: {}, body: response.body } };
    },
  };
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ region: 'us-east-1', credentials, requestHandler: requestHandler as never });
  return { ledger: ledgerQueries(documentClient(client), 'ledger', []), requests };
}

const text = (S: string) => ({ S });
const digits = '12345678901234567890.123456789012345678';
const object = (key: string, extra: Attributes = {}): Attributes => ({
  pk: text(`object#b/${key}`),
  sk: text('0A#e1'),
  kind: text('object'),
  object_id: text('id'),
  bucket: text('b'),
  key: text(key),
  report: text(key),
  etag: text('e1'),
  size_bytes: { N: '9' },
  event_time: text('2025-01-01T00:00:00Z'),
  event_id: text('ev'),
  status: text('published'),
  updated_at: text('2025-01-01T00:00:01Z'),
  rows: { N: '3' },
  totals: { M: { USD: { M: { unblended_cost: { N: digits }, amortized_cost: { N: '-1E-7' } } } } },
  published_periods: { SS: ['2025-02', '2025-01'] },
  ...extra,
});

describe('objects', () => {
  it('reads every page, last changed first; costs keep every digit as text and counts are numbers', async () => {
    const { ledger, requests } = ledgerOver(
      { Items: [object('a')], LastEvaluatedKey: { pk: text('x') } },
      { Items: [object('b')] },
    );
    const found = await ledger.objects();
    expect(found.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(found[0]).toMatchObject({
      rows: 3,
      size_bytes: 9,
      totals: { USD: { unblended_cost: digits, amortized_cost: '-0.0000001' } },
      published_periods: ['2025-01', '2025-02'],
      updated_at: '2025-01-01T00:00:01Z',
    });
    expect(found[0]).not.toHaveProperty('pk');
    expect(requests[0]).toMatchObject({ TableName: 'ledger', IndexName: 'kind-index', ScanIndexForward: false });
    expect(requests[1]?.ExclusiveStartKey).toEqual({ pk: text('x') });
  });

  it('filters by status and stops at the limit', async () => {
    const { ledger, requests } = ledgerOver({
      Items: [object('a'), object('b')],
      LastEvaluatedKey: { pk: text('x') },
    });
    expect(await ledger.objects({ status: 'failed', limit: 1 })).toHaveLength(1);
    expect(requests).toHaveLength(1);
    expect(requests[0]?.ExpressionAttributeValues).toMatchObject({ ':status': text('failed') });
  });
});

it('lists periods by name, with what is live', async () => {
  const period = (report: string, billing_period: string, extra: Attributes = {}) => ({
    kind: text('period'),
    report: text(report),
    billing_period: text(billing_period),
    state: text('withdrawn'),
    revision: { N: '2' },
    ...extra,
  });
  const live = { live: { M: { delivery_id: text('d1') } }, state: text('live'), files: { L: [text('a')] } };
  const { ledger } = ledgerOver({
    Items: [period('b', '2025-02'), period('b', '2025-01', live), period('a', '2025-03')],
  });
  const found = await ledger.periods();
  expect(found.map(({ report, billing_period }) => `${report} ${billing_period}`)).toEqual([
    'a 2025-03',
    'b 2025-01',
    'b 2025-02',
  ]);
  expect(found[1]).toMatchObject({ live: { delivery_id: 'd1' }, files: ['a'], state: 'live' });
  expect(found[2]).toMatchObject({ files: [], rows: 0, totals: {} });
});

it('reads the changes of a key consistently, newest first', async () => {
  const deletion = { ...object('a', { kind: text('deletion'), sk: text('0B#deleted') }) };
  const { ledger, requests } = ledgerOver({ Items: [deletion, object('a')] });
  const changes = await ledger.changesOf('b', 'a');
  expect(changes.map(({ sequencer, item }) => [sequencer, item.kind])).toEqual([
    ['0B', 'deletion'],
    ['0A', 'object'],
  ]);
  expect(requests[0]).toMatchObject({
    ConsistentRead: true,
    ScanIndexForward: false,
    ExpressionAttributeValues: { ':pk': text('object#b/a') },
  });
});

it('finds why a message failed, and nothing where nothing is recorded', async () => {
  const last_error = { M: { code: text('BAD'), message: text('bad'), attempt: { N: '3' }, at: text('t') } };
  const { ledger, requests } = ledgerOver({ Item: { final: { BOOL: true }, last_error } }, {});
  expect(await ledger.failureOf('m1')).toEqual({
    final: true,
    last_error: { code: 'BAD', message: 'bad', attempt: 3, at: 't' },
  });
  expect(requests[0]?.Key).toEqual({ pk: text('message#m1'), sk: text('failure') });
  expect(await ledger.failureOf('m2')).toBeUndefined();
});

describe('isSettled', () => {
  const head = (deleted: boolean) => ({
    Item: {
      sequencer: text('0A'),
      bucket: text('b'),
      key: text('a'),
      object_id: text('id'),
      object_sk: text('0A#e1'),
      deleted: { BOOL: deleted },
      event_time: text('t'),
      event_id: text('e'),
      periods: { M: {} },
    },
  });
  const live = (id: string) => ({
    M: {
      delivery_id: text(id),
      parts: { N: '1' },
      rows: { N: '1' },
      totals: { M: {} },
      payers: { L: [] },
      shadow: { BOOL: false },
    },
  });
  const period = (extra: Attributes) => ({ Item: { revision: { N: '1' }, ...extra } });
  const deletion = {
    sequencer: '0B',
    item: { kind: 'deletion', object_id: 'd', bucket: 'b', key: 'a', report: 'a', event_time: 't' },
  } as const;
  const replaced = { Item: { replaced: { M: { billing_periods: { L: [text('2025-01')] } } } } };

  it.each([
    [true, 'nothing is live', {}],
    [false, 'the deleted delivery is live', { live: live('id') }],
    [false, 'a publication has begun', { unfinished: { L: [live('id')] } }],
  ])('is %s for a deletion while %s', async (settled, _when, state) => {
    // One answer each: what the deletion touched, the period's state, its newest delivery, the head of its report.
    const { ledger } = ledgerOver(replaced, period(state as Attributes), {}, head(true));
    expect(await ledger.isSettled(deletion)).toBe(settled);
  });

  it('is true for a change that touched nothing', async () => {
    expect(await ledgerOver({}).ledger.isSettled(deletion)).toBe(true);
  });
});
