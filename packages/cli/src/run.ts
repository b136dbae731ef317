import { join } from 'node:path';
import { describeError } from '@almanac/kernel';
import { Command, CommanderError } from 'commander';
import { commandsIn } from './command-tree.ts';
import { FailedCheck } from './failed-check.ts';
import { printError } from './output.ts';

const OK = 0;
const FAILED = 1;
const BAD_USAGE = 2;

/** The `almanac` command with everything below it; it throws where Commander would end the process. */
export async function almanac(): Promise<Command> {
  const program = new Command('almanac')
    .description('Ask and operate a stack of Almanac: what arrived, what it costs, what failed.')
    .version('0.1.0')
    .enablePositionalOptions(); // so that a command may have a --version of its own
  for (const command of await commandsIn(join(import.meta.dirname, 'commands'))) program.addCommand(command);
  return everyCommand(program, (command) =>
    command
      .exitOverride()
      .configureOutput({ outputError: () => undefined })
      .showHelpAfterError(false),
  );
}

function everyCommand(command: Command, change: (command: Command) => Command): Command {
  for (const child of command.commands) everyCommand(child, change);
  return change(command);
}

/**
 * Runs one command line; what it says goes to stdout and stderr.
 * @returns the exit code: 0 done, 1 failed, 2 used wrongly
 */
export async function run(args: readonly string[]): Promise<number> {
  const isJson = args.includes('--json');
  try {
    await (await almanac()).parseAsync(args, { from: 'user' });
    return OK;
  } catch (error) {
    if (error instanceof FailedCheck) return FAILED;
    if (!(error instanceof CommanderError)) {
      printError(describeError(error), isJson);
      return FAILED;
    }
    if (error.exitCode === 0) return OK; // --help and --version
    printError({ code: 'BAD_USAGE', message: usageSentence(error), details: {} }, isJson);
    return BAD_USAGE;
  }
}

function usageSentence({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'Which command? Add --help to see the list';
  return message.replace(/^error: /, '').replace(/\n/g, ' ');
}
