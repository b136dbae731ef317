import { describe, expect, it, jest } from '@jest/globals';
import { capturedRun } from './captured-run.ts';
import { billingPeriod, seconds, wholeNumber } from './numbers.ts';
import { almanac, run } from './run.ts';

describe('almanac', () => {
  it('has a command for each file', async () => {
    const program = await almanac();
    const cur = program.commands.find((command) => command.name() === 'cur');
    const names = cur?.commands.map((command) => command.name()) ?? [];
    expect(names).toEqual(expect.arrayContaining(['dlq', 'files', 'inspect', 'reconcile', 'status', 'wait']));
    const dlq = cur?.commands.find((command) => command.name() === 'dlq');
    expect(dlq?.commands.map((command) => command.name())).toEqual(['list', 'redrive', 'show']);
  });

  it('offers JSON and says what it does in every command', async () => {
    const leaves = (command: Awaited<ReturnType<typeof almanac>>): (typeof command)[] =>
      command.commands.length > 0 ? command.commands.flatMap(leaves) : [command];
    const commands = leaves(await almanac());
    expect(commands.length).toBeGreaterThanOrEqual(7);
    for (const command of commands) {
      expect(command.helpInformation()).toContain('--json');
      expect(command.description()).toMatch(/\.$/);
    }
  });

  it('shows how commands of the API are used', async () => {
    const isLeaf = (command: Awaited<ReturnType<typeof almanac>>) => command.commands.length === 0;
    const below = (command: Awaited<ReturnType<typeof almanac>>): string[][] =>
      isLeaf(command)
        ? [[command.name()]]
        : command.commands.flatMap((child) => below(child).map((path) => [command.name(), ...path]));
    const paths = below(await almanac()).map(([, ...path]) => path);
    const ofApi = paths.filter(([first, second]) => first === 'topics' || (first === 'schedules' && second !== 'next'));
    expect(ofApi.length).toBeGreaterThan(25);
    for (const path of ofApi) {
      const { code, stdout } = await capturedRun(...path, '--help');
      expect({ path, code, stdout }).toEqual({
        path,
        code: 0,
        stdout: expect.stringContaining(`$ almanac ${path.join(' ')}`),
      });
    }
  });

  it('finds what is wrong with an option before it publishes anything', async () => {
    const said = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
    const code = await run(['media', 'submit', 'x', '--fail=', '--outputs', 'no-such-file']);
    expect([code, `${said.mock.calls}`]).toEqual([2, expect.stringContaining('It must be the code of an error')]);
    said.mockRestore();
  });
});

describe('option values', () => {
  it('are numbers', () => {
    expect([wholeNumber('12'), seconds('0'), seconds('2.5')]).toEqual([12, 0, 2.5]);
  });

  it.each(['', '0', '-1', '1.5', '1e3', 'x'])('wholeNumber refuses %j', (text) => {
    expect(() => wholeNumber(text)).toThrow('whole number');
  });

  it.each(['', '-1', '1e3', 'x', '1.'])('seconds refuses %j', (text) => {
    expect(() => seconds(text)).toThrow('number of seconds');
  });

  it.each(['', '2025', '2025-1', '2025-13', '2025-01-01'])('billingPeriod refuses %j', (text) => {
    expect(() => billingPeriod(text)).toThrow('a month such as');
  });

  it('billingPeriod takes a month', () => expect(billingPeriod('2025-12')).toBe('2025-12'));
});
