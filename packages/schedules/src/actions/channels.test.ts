import { describe, expect, it } from '@jest/globals';
import { chosenChannels, parseChannels } from './channels.ts';

const parse = (channels: object) => parseChannels(JSON.stringify(channels));

describe('the configured channels', () => {
  it('have the type that they are named like, or say theirs', () => {
    const channels = parse({
      ntfy: { url: 'https://ntfy.sh/topic', secret_arn: null, default: true },
      'on-call': { type: 'slack', secret_arn: 'arn:x' },
      email: {},
    });
    expect(channels).toEqual([
      { name: 'ntfy', type: 'ntfy', url: 'https://ntfy.sh/topic', isDefault: true, http: false, private: false },
      { name: 'on-call', type: 'slack', secret_arn: 'arn:x', isDefault: false, http: false, private: false },
      { name: 'email', type: 'email', isDefault: false, http: false, private: false },
    ]);
  });

  it.each([
    [[], 'channels'],
    [{ pager: { url: 'https://example.com' } }, 'pager: needs a type'],
    [{ slack: {} }, 'slack: needs either'],
    [{ slack: { url: 'https://example.com', secret_arn: 'arn:x' } }, 'slack: needs either'],
    [{ slack: { url: 'example' } }, 'slack.url'],
    [{ email: { url: 'https://example.com' } }, 'email: '],
    [{ ntfy: { url: 'https://ntfy.sh/t', topic: 't' } }, 'ntfy'],
  ])('are refused as %j: %s', (channels, problem) => {
    expect(() => parse(channels)).toThrow(
      expect.objectContaining({ code: 'INVALID_CHANNELS', message: expect.stringContaining(problem) }),
    );
  });

  it('are chosen by name, by default, or because there is one', () => {
    const [a, b] = parse({
      slack: { url: 'https://a.example.com' },
      teams: { url: 'https://b.example.com', default: true },
    });
    const all = [a, b].flatMap((channel) => channel ?? []);
    expect(chosenChannels(all, ['slack', 'pager', 'slack'])).toEqual({ chosen: [a], unknown: ['pager'] });
    expect(chosenChannels(all, undefined)).toEqual({ chosen: [b], unknown: [] });
    expect(chosenChannels(all.slice(0, 1), undefined)).toEqual({ chosen: [a], unknown: [] });
    for (const none of [[], all.map((channel) => ({ ...channel, isDefault: false }))]) {
      expect(() => chosenChannels(none, undefined)).toThrow(expect.objectContaining({ code: 'NO_DEFAULT_CHANNEL' }));
    }
  });
});
