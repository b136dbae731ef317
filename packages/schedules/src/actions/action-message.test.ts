import { describe, expect, it } from '@jest/globals';
import { parseActionMessage } from './action-message.ts';

const parse = (message: unknown, attributes: Record<string, string> = {}) =>
  parseActionMessage({ messageId: 'm1', message, attributes });

describe('an action from a topic', () => {
  it('is the message, with what its attributes say', () => {
    const attributes = {
      ...{ idempotency_key: 'k1', schedule_id: 's1', run_id: 'r1', schedule_name: 'täglich' },
      ...{ scheduled_time: '2026-11-28T10:00:00Z', target_type: 'web_action' },
    };
    const { target_type: _, ...rest } = attributes;
    expect(parse({ action: 'a' }, attributes)).toEqual({ ...rest, payload: { action: 'a' } });
  });

  it("has the topic's id as its key where it has none", () => {
    expect(parse({ url: 'https://example.com' })).toEqual({
      ...{ idempotency_key: 'm1', payload: { url: 'https://example.com' } },
    });
  });

  it.each(['größe', 'a b', 'x'.repeat(300), 'a\r\nhost: evil'])('has a key that fits into a header: %j', (key) => {
    expect(parse({}, { idempotency_key: key }).idempotency_key).toMatch(/^[0-9a-f]{24}$/);
  });

  it.each([
    ['text', {}, 'payload'],
    [['a'], {}, 'payload'],
    [null, {}, 'payload'],
    [{}, { schedule_id: 'a b' }, 'schedule_id'],
    [{}, { run_id: '' }, 'run_id'],
  ])('is refused as %j with %j, naming %s', (message, attributes, field) => {
    expect(() => parse(message, attributes)).toThrow(
      expect.objectContaining({ code: 'INVALID_ACTION_MESSAGE', message: expect.stringContaining(field) }),
    );
  });
});
