/** Says what is being waited for: seconds that count up on a terminal, one line at the end elsewhere. */
export const waiting = async <T>(
  what: string,
  work: Promise<T>,
  out: NodeJS.WriteStream = process.stdout,
): Promise<T> => {
  const started = Date.now();
  const line = (): string => `  ${what} ... ${Math.round((Date.now() - started) / 1000)} s`;
  const timer = out.isTTY ? setInterval(() => out.write(`\r${line()}`), 1_000) : undefined;
  try {
    const result = await work;
    out.write(`${out.isTTY ? '\r' : ''}${line()}\n`);
    return result;
  } catch (error) {
    if (out.isTTY) out.write('\n');
    throw error;
  } finally {
    clearInterval(timer);
  }
};
