/** How a step went: its checks, and what it printed, which is shown only if one of them failed. */
export type Outcome = { passed: number; failed: number; output: string; note?: string };

/**
 * Runs steps, tells how each went as it ends, and adds up their checks. One that throws counts as one failed check.
 * Once `interrupted`, no further step begins.
 */
export class Tally {
  passed = 0;
  failed = 0;
  interrupted = false;

  async step(name: string, body: () => Promise<Outcome>): Promise<boolean> {
    if (this.interrupted) return false;
    const started = Date.now();
    const outcome = await body().catch((error: unknown) => ({ passed: 0, failed: 1, output: String(error) }));
    this.passed += outcome.passed;
    this.failed += outcome.failed;
    console.log(describe(name, outcome, Math.round((Date.now() - started) / 1000)));
    return outcome.failed === 0;
  }
}

const describe = (name: string, { passed, failed, output, note }: Outcome, seconds: number): string => {
  const result = note ?? (failed === 0 ? `${passed} passed` : `${passed} passed, ${failed} failed`);
  const line = `${failed === 0 ? 'ok    ' : 'FAILED'}  ${name}: ${result} (${seconds} s)`;
  return failed === 0 ? line : `${line}\n${output.trimEnd()}\n`;
};

/** A step that is one check: passed if the program ended with 0. */
export const oneCheck = ({ code, output }: { code: number; output: string }): Outcome =>
  code === 0 ? { passed: 1, failed: 0, output } : { passed: 0, failed: 1, output };

/** A step that does not apply here, and why. */
export const skipped = (why: string): Outcome => ({ passed: 0, failed: 0, output: '', note: `skipped, ${why}` });
