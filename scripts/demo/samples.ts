import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { local } from '../local-stack/paths.ts';
import { type Truth, writeReport } from '../sample-report/index.ts';

/** What the demo uploads, and what the files add up to by the generator's own reckoning. */
export type Samples = { january: Sample; february: Sample & { cutOff: string; spike: NonNullable<Truth['spike']> } };

/** A report of one month: a file of this machine, and where in the landing bucket it goes. */
export type Sample = { path: string; key: string; period: string; truth: Truth };

const OPTIONS = { rows: 20_000, seed: 7, months: ['2025-01', '2025-02'], dailyTruth: false };
/** The month in the making is uploaded twice: at first the file breaks off here. */
const CUT_OFF_AT = 0.6;

/** Writes the sample reports into `.local/demo/`: the same ones every time. */
export const writeSamples = async (): Promise<Samples> => {
  mkdirSync(local('demo'), { recursive: true });
  const january = await sample('january', '2025-01');
  const february = await sample('february', '2025-02');
  const { spike } = february.truth;
  if (!spike) throw new Error('The sample report has no spike.');
  const whole = readFileSync(february.path);
  const cutOff = local('demo', 'february-cut-off.csv.gz');
  writeFileSync(cutOff, whole.subarray(0, Math.floor(whole.length * CUT_OFF_AT)));
  return { january, february: { ...february, cutOff, spike } };
};

const sample = async (name: string, period: string): Promise<Sample> => {
  const path = local('demo', `${name}.csv.gz`);
  return { path, period, key: `demo/${name}.csv.gz`, truth: await writeReport(path, OPTIONS, period) };
};
