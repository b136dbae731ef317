import { describe, expect, it } from '@jest/globals';
import { sendableJson, sendableText } from './message-text.ts';
import { asSubject } from './sns-subject.ts';

/** What SQS and SNS take: XML 1.0, section 2.2. */
const isTaken = (text: string): boolean =>
  [...text].every((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return [0x9, 0xa, 0xd].includes(code);
    return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000;
  });
const EVERY = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));

describe('what is sent by a queue or a topic', () => {
  it('is taken, whatever characters it holds, and is the same JSON', () => {
    const isWrong = (character: string) => {
      const json = sendableJson({ [`k${character}`]: `${character}\u{1f600}` });
      return !isTaken(json) || JSON.parse(json)[`k${character}`] !== `${character}\u{1f600}`;
    };
    expect(EVERY.filter(isWrong)).toEqual([]);
  });

  it('is taken as a text too, with what cannot be sent marked', () => {
    expect(EVERY.filter((character) => !isTaken(sendableText(`a${character}b`)))).toEqual([]);
    expect(sendableText('größe\t\u{1f600}\r\n')).toBe('größe\t\u{1f600}\r\n');
    expect(sendableText('a\u0000b\ud800c\uffff')).toBe('a\ufffdb\ufffdc\ufffd');
  });

  it.each([
    ['  Daily news ', 'Daily news'],
    ['größe\n', 'gr??e?'],
    ['  ', '?'],
    ['x'.repeat(200), 'x'.repeat(99)],
  ])('has a subject that SNS takes: %j', (given, subject) => {
    expect(asSubject(given)).toBe(subject);
  });
});
