import { snsBody } from '@almanac/testkit';
import { describe, expect, it } from '@jest/globals';
import { parseSnsEnvelope } from './sns-envelope.ts';

describe('what a topic hands to a queue', () => {
  it('is read with the attributes of the message', () => {
    const body = snsBody({ a: 1 }, { messageId: 'm1', attributes: { run_id: 'r1' } });
    expect(parseSnsEnvelope(body)).toEqual({ messageId: 'm1', message: { a: 1 }, attributes: { run_id: 'r1' } });
  });

  it('may hold text that is no JSON', () => {
    expect(parseSnsEnvelope(snsBody({}).replace('"{}"', '"{"')).message).toBe('{');
  });

  it('may have no attributes, which SNS leaves out then', () => {
    expect(parseSnsEnvelope(snsBody(null))).toMatchObject({ message: null, attributes: {} });
  });

  it.each([
    ['nonsense', 'not one that SNS delivers'],
    ['{"url":"https://example.com"}', 'not one that SNS delivers: Type'],
    [snsBody({}).replace('"Notification"', '"SubscriptionConfirmation"'), 'not one that SNS delivers: Type'],
  ])('is refused where it is not what SNS delivers: %s', (body, message) => {
    expect(() => parseSnsEnvelope(body)).toThrow(
      expect.objectContaining({ code: 'BAD_MESSAGE', message: expect.stringContaining(message) }),
    );
  });
});
