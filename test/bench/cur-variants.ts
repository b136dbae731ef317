import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** What one run took. */
export interface Run {
  readonly seconds: number;
  /** Processor time of all threads, from the start of the process on where it reads one file. */
  readonly cpuSeconds: number;
  readonly peakRssMb: number;
  /** Bytes of csv, where the variant counts them. */
  readonly bytes?: number;
}

/** A way to read a report. */
export interface Variant {
  readonly name: string;
  /** The variant that it is compared with. */
  readonly base: 'gunzip' | 'gunzip, one core';
  /** Run in the first round alone, because it takes long. */
  readonly isSlow?: boolean;
  run(file: string): Run;
}

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, '.local', 'bench');
const pythons = [join(root, '.local/venv/bin/python'), 'python3'];

/** What Node is told in the parser's Lambda: see NODE_OPTIONS in infra/modules/cur/parser.tf. */
const NODE_OPTIONS = ['--max-semi-space-size=2'];

const succeeds = (command: string, args: readonly string[]): boolean => spawnSync(command, args).status === 0;

const measured = (command: string, args: readonly string[]): Run =>
  JSON.parse(execFileSync(command, args, { encoding: 'utf8' }));

/** Bundles as the Lambdas are: loading TypeScript would cost time and memory that they do not pay. */
async function bundled(): Promise<string> {
  const outfile = join(folder, 'cur-once.mjs');
  const js = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";
  const entryPoints = [join(import.meta.dirname, 'cur-once.ts')];
  await build({
    entryPoints,
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    banner: { js },
    logLevel: 'error',
  });
  return outfile;
}

/**
 * All variants that this machine can run; says which it cannot.
 * @param times how often a process in Node reads the file, of which the last time is measured
 */
export async function variants(say: (text: string) => void, times: number): Promise<Variant[]> {
  const once = await bundled();
  const node = (name: string): Variant => ({
    name,
    base: 'gunzip',
    run: (file) => measured(process.execPath, [...NODE_OPTIONS, once, name, file, String(times)]),
  });
  const pinned = (name: string): Variant => ({
    name: `${name}, one core`,
    base: 'gunzip, one core',
    run: (file) => measured('taskset', ['-c', '0', process.execPath, ...NODE_OPTIONS, once, name, file, String(times)]),
  });
  const ours = ['gunzip', 'sums', 'sums and Parquet'];
  const hasTaskset = succeeds('taskset', ['-c', '0', 'true']);
  if (!hasTaskset) say('no taskset: one core is left out');
  return [
    ...ours.map(node),
    ...(hasTaskset ? ours.map(pinned) : []),
    { ...node('csv-parse, sums'), isSlow: true },
    ...duckdb(say),
  ];
}

function duckdb(say: (text: string) => void): Variant[] {
  const python = pythons.find(
    (path) => (path === 'python3' || existsSync(path)) && succeeds(path, ['-c', 'import duckdb']),
  );
  if (python === undefined) {
    say('no Python with duckdb: DuckDB is left out (make local-up sets one up)');
    return [];
  }
  const script = join(import.meta.dirname, 'duckdb-once.py');
  const variant = (name: string, what: string, threads: number): Variant => ({
    name,
    base: 'gunzip',
    run: (file) => measured(python, [script, what, String(threads), file]),
  });
  return [
    variant('DuckDB sums, 1 thread', 'sums', 1),
    variant(`DuckDB sums, ${availableParallelism()} threads`, 'sums', availableParallelism()),
    variant('DuckDB Parquet, 1 thread', 'parquet', 1),
  ];
}
