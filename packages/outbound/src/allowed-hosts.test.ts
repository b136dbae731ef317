import { describe, expect, it } from '@jest/globals';
import { allowingEntry, onlyHostOf, parseAllowedHosts } from './allowed-hosts.ts';

const hosts = parseAllowedHosts(
  JSON.stringify([
    { host: 'API.example.com', port: null, secret_arn: null },
    { host: '*.hooks.example.com' },
    { host: 'odd.example.com', port: 8443 },
    { host: 'plain.example.com', http: true },
    { host: '127.1', port: 8080, http: true, private: true },
    { host: '::1', http: true, private: true },
    { host: '127.0.0.9', any_port: true, http: true, private: true },
  ]),
);
const reasonOf = (url: string): unknown => {
  try {
    return allowingEntry(hosts, new URL(url)).host;
  } catch (error) {
    return (error as { details: { reason: string } }).details.reason;
  }
};

describe('the allowed hosts', () => {
  it.each([
    ['https://api.example.com/x', 'api.example.com'],
    ['https://API.EXAMPLE.COM:443', 'api.example.com'],
    ['https://a.hooks.example.com', '*.hooks.example.com'],
    ['https://a.b.hooks.example.com', '*.hooks.example.com'],
    ['https://odd.example.com:8443', 'odd.example.com'],
    ['http://plain.example.com', 'plain.example.com'],
    ['http://plain.example.com:80', 'plain.example.com'],
    ['http://0x7f.0.0.1:8080', '127.0.0.1'],
    ['http://[0:0::1]/', '::1'],
    ['http://127.0.0.9:1', '127.0.0.9'],
    ['https://127.0.0.9', '127.0.0.9'],
  ])('allow %s', (url, host) => {
    expect(reasonOf(url)).toBe(host);
  });

  it.each([
    ['https://example.com', 'host'],
    ['https://api.example.com.evil.com', 'host'],
    ['https://api.example.com./', 'host'],
    ['https://evilhooks.example.com', 'host'],
    ['https://hooks.example.com', 'host'],
    ['https://api.example.com:8443', 'port'],
    ['https://odd.example.com', 'port'],
    ['http://api.example.com', 'scheme'],
    ['http://127.0.0.1:8081', 'port'],
    ['http://127.0.0.2:8080', 'host'],
  ])('do not allow %s: %s', (url, reason) => {
    expect(reasonOf(url)).toBe(reason);
  });

  it.each([
    ['not JSON', 'the list'],
    ['{"host":"a.example.com"}', 'the list'],
    ['[{"host":"*"}]', '0.host'],
    ['[{"host":"*.com"}]', '0.host'],
    ['[{"host":"a.*.example.com"}]', '0.host'],
    ['[{"host":"https://a.example.com"}]', '0.host'],
    ['[{"host":"a.example.com:8080"}]', '0.host'],
    ['[{"host":"a.example.com."}]', '0.host'],
    ['[{"host":"bücher.example"}]', '0.host'],
    ['[{"host":"a.example.com","port":0}]', '0.port'],
    ['[{"host":"a.example.com"},{"host":"*.b.example.com","private":true}]', '1.private'],
    ['[{"host":"a.example.com","secret_header":"x-key"}]', '0.secret_header'],
    ['[{"host":"a.example.com","http":true,"secret_arn":"arn:x"}]', '0.secret_arn'],
    ['[{"host":"a.example.com","any_port":true}]', '0.any_port'],
    ['[{"host":"10.0.0.1","any_port":true,"private":true,"port":1}]', '0.any_port'],
    ['[{"host":"a.example.com","hots":1}]', '0'],
  ])('are refused as %s, naming %s', (text, place) => {
    expect(() => parseAllowedHosts(text)).toThrow(
      expect.objectContaining({ code: 'INVALID_ALLOWED_HOSTS', message: expect.stringContaining(`${place}: `) }),
    );
  });
});

describe('the host of one URL', () => {
  it('is allowed with its port, and nothing besides', () => {
    const only = onlyHostOf('https://hook.example.com:8443/secret', { http: false, private: false });
    expect(only).toEqual([{ any_port: false, host: 'hook.example.com', port: 8443, http: false, private: false }]);
    expect(onlyHostOf('http://[::1]/', { http: true, private: true })).toEqual([
      { any_port: false, host: '::1', http: true, private: true },
    ]);
    expect(onlyHostOf('nonsense', { http: true, private: true })).toEqual([]);
  });
});
