import { describe, expect, it } from '@jest/globals';
import { notificationOf } from './notification.ts';

const of = (payload: Record<string, unknown>, schedule_name?: string) =>
  notificationOf({ idempotency_key: 'k1', payload, ...(schedule_name !== undefined && { schedule_name }) });

describe('a notification', () => {
  it('says what its payload says', () => {
    const payload = {
      title: 'T',
      message: 'M',
      priority: 'high',
      tags: ['golf'],
      notification_channel: ['ntfy', 'slack'],
    };
    expect(of({ ...payload, action: 'a' }, 'name')).toEqual({
      ...{ title: 'T', text: 'M', priority: 4, tags: ['golf'], channels: ['ntfy', 'slack'] },
    });
  });

  it('can be read where the payload has only fields', () => {
    const payload = {
      action: 'send_reservation_summary',
      lookback_days: 7,
      courses: ['a'],
      notification_channel: 'ntfy',
    };
    expect(of(payload, 'weekly-reservation-summary')).toEqual({
      title: 'weekly-reservation-summary',
      text: 'Action: send_reservation_summary\nLookback days: 7\nCourses: ["a"]',
      ...{ priority: 3, tags: [], channels: ['ntfy'] },
    });
    expect(of({ action: 'send_reminder', message: 'Tomorrow' })).toMatchObject({
      title: 'Send reminder',
      text: 'Tomorrow',
    });
    expect(of({})).toMatchObject({ title: 'Almanac', text: 'The schedule ran.' });
  });

  it.each([
    [{ priority: 6 }, 'priority'],
    [{ priority: 'loud' }, 'priority'],
    [{ tags: 'golf' }, 'tags'],
    [{ message: 7 }, 'message'],
    [{ notification_channel: [] }, 'notification_channel'],
  ])('is refused as %j, naming %s', (payload, field) => {
    expect(() => of(payload)).toThrow(
      expect.objectContaining({ code: 'INVALID_NOTIFICATION', message: expect.stringContaining(field) }),
    );
  });
});
