import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ruleNameOf } from './rule-name.ts';

describe('the name of the schedule of a topic', () => {
  it.each(['investing-beginners-001', 'topic-123', 'A.b_c', 'x'.repeat(47)])('is the one of the document: %s', (id) => {
    expect(ruleNameOf(id)).toBe(`video-generation-${id}`);
  });

  it('gets a hash where the id is too long or has other characters', () => {
    expect(ruleNameOf('x'.repeat(48))).toMatch(/^video-generation-x{34}-[0-9a-f]{12}$/);
    expect(ruleNameOf('a/b c')).toMatch(/^video-generation-a_b_c-[0-9a-f]{12}$/);
  });

  it('is one that Scheduler takes, and another for every topic', () => {
    const id = fc.stringMatching(/^[!-~]{1,128}$/);
    fc.assert(
      fc.property(id, id, (one, other) => {
        expect(ruleNameOf(one)).toMatch(/^[0-9A-Za-z\-_.]{1,64}$/);
        expect(ruleNameOf(one) === ruleNameOf(other)).toBe(one === other);
      }),
    );
    const taken = ruleNameOf('a/b').replace('video-generation-', '');
    expect(ruleNameOf(taken)).not.toBe(ruleNameOf('a/b'));
  });
});
