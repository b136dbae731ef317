import { describe, expect, it } from '@jest/globals';
import { instant, scheduleName } from './schedule-fields.ts';
import { performance, topic, topicId } from './topic-fields.ts';

const accepts = (schema: typeof topicId, value: string) => schema.safeParse(value).success;

describe('a topic id', () => {
  it.each(['a', 'investing-beginners-001', '...', '.a', 'a+b', '__proto__', '?#&=', 'x'.repeat(128)])(
    'may be %s',
    (id) => expect(accepts(topicId, id)).toBe(true),
  );

  it.each([
    ['empty', ''],
    ['too long', 'x'.repeat(129)],
    ['with a space', 'a b'],
    ['not ASCII', 'münchen'],
    ['with a line break', 'a\n'],
    ['with a slash, which a path takes for its own', 'a/b'],
    ['with a percent sign, which a path keeps encoded', 'a%b'],
    ['a dot, which clients resolve', '.'],
    ['two dots', '..'],
  ])('may not be %s', (_, id) => expect(accepts(topicId, id)).toBe(false));
});

describe('what people read', () => {
  const titled = (text: string) => topic.safeParse({ topic: text, keywords: [text] });

  it.each(['Ärger 😀 ünd 日本語', ' spaces at the ends '])('may be %p', (text) => {
    expect(titled(text).data).toEqual({ topic: text.trim(), keywords: [text.trim()], priority: 5 });
    expect(scheduleName.safeParse(text).data).toBe(text.trim());
  });

  it.each(['a\u0000b', 'two\nlines', 'a\u007f', 'a\u0085b', 'half \ud83d'])('may not be %p', (text) => {
    expect(titled(text).error?.issues.map(({ path }) => path.join('.'))).toEqual(['topic', 'keywords.0']);
    expect(scheduleName.safeParse(text).success).toBe(false);
  });
});

describe('an instant', () => {
  it.each([
    ['2026-11-28T09:00:00.999+01:00', '2026-11-28T08:00:00Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z'],
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00Z'],
  ])('%s is kept as %s', (given, kept) => expect(instant.parse(given)).toBe(kept));

  it.each(['9999-12-31T23:59:59-00:01', '0000-01-01T00:00:00+00:01', '2026-02-30T00:00:00Z', '2026-11-28', ''])(
    'is not %p',
    (given) => expect(instant.safeParse(given).success).toBe(false),
  );
});

describe('the figures of an hour', () => {
  const given = { topicId: 't', hour: 9, views: 1, engagement: 0, costPerVideo: 0 };

  it.each([
    { costPerVideo: 1e12 },
    { costPerVideo: -0.01 },
    { costPerVideo: '1e3' },
    { engagement: 1.01 },
    { views: 0.5 },
    { videos: 0 },
    { hour: 24 },
    { date: '2026-02-30' },
  ])('may not have %j', (wrong) => {
    expect(performance.safeParse(given).success).toBe(true);
    expect(performance.safeParse({ ...given, ...wrong }).success).toBe(false);
  });
});
