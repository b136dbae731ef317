import { fileDownloadCompleted, fileDownloadStarted } from '@almanac/contracts';
import { parseEnvelope } from '@almanac/events';
import { FakeQuarantine, MemoryHandledEvents, MemoryMediaFiles, SettableClock } from '@almanac/events/fakes';
import { onEvent, telemetry } from '@almanac/lambda';
import { busEvent } from '@almanac/testkit';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';

const environment = process.env;
process.env = {
  ...environment,
  AWS_LAMBDA_FUNCTION_NAME: 'media-file-status-dev',
  // Log and metric lines go to the console, where they can be looked at.
  POWERTOOLS_DEV: 'true',
  POWERTOOLS_METRICS_DISABLED: 'false',
  ...Object.fromEntries(
    ['HANDLED_EVENTS_TABLE', 'QUARANTINE_QUEUE_URL', 'MEDIA_FILES_TABLE', 'QUEUE_URL'].map((name) => [name, 'x']),
  ),
  ...Object.fromEntries(['MAX_RECEIVE_COUNT', 'RETRY_DELAY_SECONDS'].map((name) => [name, '3'])),
};
const { fileStatus } = await import('./handler.ts');
afterAll(() => {
  process.env = environment;
});

describe('the consumer that follows files', () => {
  let deps: Parameters<typeof fileStatus>[0] & { files: MemoryMediaFiles; quarantine: FakeQuarantine };
  let lines: Record<string, unknown>[];
  beforeEach(() => {
    lines = [];
    jest.spyOn(console, 'log').mockImplementation(() => undefined);
    jest.spyOn(console, 'info').mockImplementation((line) => void lines.push(JSON.parse(String(line))));
    const clock = new SettableClock('2026-11-24T10:00:01Z');
    deps = {
      telemetry: telemetry('media-file-status-dev'),
      handled: new MemoryHandledEvents(clock),
      quarantine: new FakeQuarantine(),
      clock,
      files: new MemoryMediaFiles(),
    };
  });
  const receive = (event: unknown) => onEvent(fileStatus(deps))(parseEnvelope(event), { remainingMs: 1000 });
  const outcomes = () => lines.map(({ outcome }) => outcome);

  it('keeps the row of a file and says what became of each event', async () => {
    const completed = busEvent(fileDownloadCompleted, { id: 'e2' });
    for (const event of [completed, busEvent(fileDownloadStarted, { id: 'e1' }), completed]) await receive(event);
    expect(deps.files.rows.get('dQw4w9WgXcQ')?.file).toMatchObject({
      status: 'downloaded',
      facts: { started: { eventId: 'e1' }, completed: { eventId: 'e2', s3Key: 'videos/dQw4w9WgXcQ.mp4' } },
    });
    expect(outcomes()).toEqual(['handled', 'handled', 'duplicate']);
    expect(lines[0]).toMatchObject({ service: 'media-file-status-dev', event_type: 'FileDownloadCompleted' });
  });

  it('puts an event without a file id into quarantine, under its own name', async () => {
    await receive(busEvent(fileDownloadStarted, { detail: { timestamp: 1 } }));
    expect(outcomes()).toEqual(['quarantined']);
    expect(deps.quarantine.records).toMatchObject([
      { consumer: 'media-file-status', errors: [{ path: 'detail.fileId' }] },
    ]);
  });
});
