import type { Command } from 'commander';
import { stackCommand } from './stack.ts';

/** A command of the API, with how it is used below its help. */
export const apiCommand = (description: string, ...examples: readonly string[]): Command =>
  withExamples(stackCommand(description), examples);

/** Adds command lines, without `almanac` before them, to the help of a command. */
export const withExamples = (command: Command, examples: readonly string[]): Command =>
  command.addHelpText('after', ['', 'Examples:', ...examples.map((line) => `  $ almanac ${line}`)].join('\n'));

/** Options by the names that the API gives them; what is not given is left out. */
export function given<Fields extends Readonly<Record<string, unknown>>>(fields: Fields): Given<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<Fields>;
}

type Given<Fields> = { [Name in keyof Fields as undefined extends Fields[Name] ? never : Name]: Fields[Name] } & {
  [Name in keyof Fields as undefined extends Fields[Name] ? Name : never]?: Exclude<Fields[Name], undefined>;
};
