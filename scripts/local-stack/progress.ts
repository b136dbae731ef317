/** What of Terraform's machine-readable output (`-json`, one event a line) is looked at. */
type Event = {
  type?: string;
  '@level'?: string;
  change?: { action?: string };
  hook?: { action?: string };
  diagnostic?: { severity?: string; summary?: string; detail?: string; address?: string; range?: { filename: string } };
};

const EVERY_MS = 15_000;

/**
 * Follows an apply and says how far it is: one line that rewrites itself on a terminal, a line every quarter of a
 * minute elsewhere. `errors` is what went wrong, in Terraform's words.
 */
export const applyProgress = (out: NodeJS.WriteStream = process.stdout) => {
  const started = Date.now();
  const errors: string[] = [];
  let planned = 0;
  let done = 0;
  const line = (): string => `applying: ${done} of ${planned} resources, ${seconds(started)} s`;
  const show = (): void => void out.write(out.isTTY ? `\r${line()}` : `${line()}\n`);
  const timer = setInterval(show, out.isTTY ? 1_000 : EVERY_MS);
  return {
    onLine: (text: string): void => {
      const event = parse(text);
      if (event.type === 'planned_change' && event.change?.action !== 'read') planned += 1;
      if (event.type === 'apply_complete' && event.hook?.action !== 'read') done += 1;
      if (event.diagnostic?.severity === 'error') errors.push(describe(event.diagnostic));
    },
    finish: (): void => {
      clearInterval(timer);
      show();
      if (out.isTTY) out.write('\n');
    },
    errors: (): string[] => errors,
  };
};

const seconds = (since: number): number => Math.round((Date.now() - since) / 1000);

const describe = ({ address, range, summary, detail }: NonNullable<Event['diagnostic']>): string =>
  [address ?? range?.filename, summary, detail].filter(Boolean).join(': ');

const parse = (text: string): Event => {
  try {
    return JSON.parse(text) as Event;
  } catch {
    return {};
  }
};
