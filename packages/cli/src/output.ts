import type { describeError } from '@almanac/kernel';

/** Prints a result: as JSON for machines, else the text for people. */
export function print(result: unknown, text: string, { json }: { json?: boolean }): void {
  process.stdout.write(`${json ? JSON.stringify(result, null, 2) : text}\n`);
}

/** Prints an error: as `{error, message, details}` on stdout for machines, else as a sentence on stderr. */
export function printError({ code, message, details }: ReturnType<typeof describeError>, isJson: boolean): void {
  if (isJson) process.stdout.write(`${JSON.stringify({ error: code, message, details }, null, 2)}\n`);
  else process.stderr.write(`almanac: ${message}\n`);
}

/** One line on a terminal that says what is going on; nothing where stderr is no terminal. */
export const progress = {
  say(line: string): void {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
  },
  end(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  },
};
