import { describe, expect, it } from '@jest/globals';
import { webRequestOf } from './web-request.ts';

const url = 'https://example.com/x';
const json = { 'content-type': 'application/json' };

describe('the request of a web action', () => {
  it.each([
    [{ url }, { url, method: 'GET', headers: {}, timeoutMs: 10_000 }],
    [
      { url, method: 'DELETE', timeout_ms: 30_000 },
      { url, method: 'DELETE', headers: {}, timeoutMs: 30_000 },
    ],
    [
      { url, body: { a: 1 } },
      { url, method: 'POST', headers: json, body: '{"a":1}', timeoutMs: 10_000 },
    ],
    [
      { url, body: null },
      { url, method: 'POST', headers: json, body: 'null', timeoutMs: 10_000 },
    ],
    [
      { url, method: 'PUT', headers: { 'Content-Type': 'text/csv' }, body: 'a,b' },
      { url, method: 'PUT', headers: { 'Content-Type': 'text/csv' }, body: 'a,b', timeoutMs: 10_000 },
    ],
    [
      { url, body: 'text', action: 'ignored' },
      {
        ...{ url, method: 'POST', body: 'text', timeoutMs: 10_000 },
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      },
    ],
  ])('%j', (payload, request) => {
    expect(webRequestOf(payload, undefined)).toEqual(request);
  });

  it('is the whole payload to the default endpoint where it names only an action', () => {
    const payload = { action: 'check_tee_times', course_id: 'pebble-beach', auto_book: true };
    expect(webRequestOf(payload, 'https://api.example.com/actions')).toEqual({
      ...{ url: 'https://api.example.com/actions', method: 'POST', headers: json, timeoutMs: 10_000 },
      body: JSON.stringify(payload),
    });
    expect(() => webRequestOf(payload, undefined)).toThrow(
      expect.objectContaining({
        code: 'NO_DEFAULT_ENDPOINT',
        message: expect.stringContaining('web_action_default_endpoint'),
      }),
    );
  });

  it.each([
    [{}, 'action'],
    [{ action: 1 }, 'action'],
    [{ url: 'example.com' }, 'url'],
    [{ url: 7 }, 'url'],
    [{ url, method: 'TRACE' }, 'method'],
    [{ url, method: 'GET', body: 'b' }, 'body'],
    [{ url, timeout_ms: 30_001 }, 'timeout_ms'],
    [{ url, timeout_ms: 0 }, 'timeout_ms'],
    [{ url, headers: { 'a b': 'c' } }, 'headers'],
    [{ url, headers: { a: 'b\r\nc: d' } }, 'headers'],
    [{ url, headers: { a: 1 } }, 'headers'],
  ])('is refused as %j, naming %s', (payload, field) => {
    expect(() => webRequestOf(payload, 'https://api.example.com')).toThrow(
      expect.objectContaining({ code: 'INVALID_WEB_ACTION', message: expect.stringContaining(field) }),
    );
  });
});
