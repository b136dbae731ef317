// What publishing an event costs: validation by type against bare zod, and PutEvents calls against a bus in memory.
// npm run bench:events [-- --rounds 20000 --events 10000 --json]
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { EVENT_CONTRACTS, type EventContract, validateDetail } from '@almanac/contracts';
import { type EventBusPort, eventPublisher, type FieldsOf } from '@almanac/events';
import { systemClock } from '@almanac/kernel';
import { median, quantile, table } from './report.ts';

const HELP = `What publishing an event costs, on one core.

npm run bench:events [-- options]

  --rounds <n>  validations of each event type that are timed (20000)
  --events <n>  events published to a bus in memory (10000)
  --json        print JSON
  --help        this text`;

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20000' },
    events: { type: 'string', default: '10000' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit();
}

const metadata = {
  ...{ id: '4f0c6de2b1a89d0e7c35fa12', version: '1', correlationId: 'c', causationId: 'e', producer: 'bench' },
  time: '2026-11-24T10:00:00.000Z',
};
const detailOf = ({ example }: EventContract) => ({ metadata, ...example });

/** Times of single runs in microseconds, after as many runs to warm up as V8 needs. */
function microseconds(rounds: number, work: () => unknown): number[] {
  for (let i = 0; i < Math.min(rounds, 5000); i++) work();
  return Array.from({ length: rounds }, () => {
    const start = performance.now();
    work();
    return (performance.now() - start) * 1000;
  });
}

const rounds = Number(values.rounds);
const validation = EVENT_CONTRACTS.map((contract) => {
  const detail = detailOf(contract);
  const ours = microseconds(rounds, () => validateDetail(contract, detail, { unknownFields: 'refuse' }));
  const zod = microseconds(rounds, () => contract.detail.safeParse(detail));
  const json = microseconds(rounds, () => JSON.stringify(detail));
  return {
    event: contract.name,
    p50: median(ours),
    p99: quantile(ours, 0.99),
    toZod: median(ours) / median(zod),
    toStringify: median(ours) / median(json),
  };
});

/** Publishes so many events of every type in turn, in one call or one by one. */
async function publishing(count: number, isSingly: boolean) {
  let calls = 0;
  const bus: EventBusPort = {
    put: async (entries) => {
      calls++;
      return entries.map(({ id }) => ({ ok: true, eventId: id }));
    },
  };
  let ids = 0;
  const publisher = eventPublisher({
    ...{ bus, clock: systemClock, random: Math.random, wait: async () => undefined, producer: 'bench' },
    outbox: { put: () => Promise.reject(new Error('nothing may come here')) },
    metrics: { published: () => undefined, toOutbox: () => undefined },
    newId: () => `${ids++}`,
    traceHeader: () => undefined,
  });
  const events = Array.from({ length: count }, (_, n) => {
    const contract = EVENT_CONTRACTS[n % EVENT_CONTRACTS.length] as EventContract;
    return { contract, detail: contract.example as FieldsOf<EventContract>, about: { correlationId: 'c' } };
  });
  const start = performance.now();
  if (isSingly) for (const one of events) await publisher.publishAll([one]);
  else await publisher.publishAll(events);
  return { perSecond: (count * 1000) / (performance.now() - start), calls };
}

const count = Number(values.events);
await publishing(Math.min(count, 2000), false); // warms up
const together = await publishing(count, false);
const singly = await publishing(count, true);
const expected = Math.ceil(count / 10);
const publisher = {
  events: count,
  ...together,
  expectedCalls: expected,
  toSingly: together.perSecond / singly.perSecond,
};

if (values.json) console.log(JSON.stringify({ validation, publisher }, null, 2));
else {
  console.log(
    table(
      ['event', 'p50 µs', 'p99 µs', 'p50 / zod alone', 'p50 / JSON.stringify'],
      validation.map((one) => [
        one.event,
        ...[one.p50, one.p99].map((time) => time.toFixed(1)),
        ...[one.toZod, one.toStringify].map((ratio) => ratio.toFixed(2)),
      ]),
    ),
  );
  console.log(
    `\n${count} events in one go: ${Math.round(together.perSecond).toLocaleString('en')}/s, ${together.calls} PutEvents calls (ceil(n / 10) = ${expected}); ${publisher.toSingly.toFixed(2)} times as many a second as one by one`,
  );
}
