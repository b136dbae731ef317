import { existsSync, readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';

/** What a file of a command ends with: `.ts`, or `.js` in a bundle. */
const EXTENSION = extname(import.meta.filename);

/**
 * The commands of a folder: `files.ts` is the command `files` and exports `command()`; a folder of the same name holds
 * its subcommands. A new command is a new file.
 */
export async function commandsIn(folder: string): Promise<Command[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith(EXTENSION) && !name.endsWith(`.test${EXTENSION}`));
  const commands: Command[] = [];
  for (const file of files.sort()) commands.push(await commandOf(folder, basename(file, EXTENSION)));
  return commands;
}

async function commandOf(folder: string, name: string): Promise<Command> {
  const module = (await import(pathToFileURL(join(folder, `${name}${EXTENSION}`)).href)) as { command: () => Command };
  const command = module.command().name(name);
  const below = join(folder, name);
  if (existsSync(below)) for (const child of await commandsIn(below)) command.addCommand(child);
  return command;
}
