#!/usr/bin/env node
// The program is TypeScript. A Node that cannot run it hands over to the project's own, the npm package "node".
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = new URL('../src/main.ts', import.meta.url);

/** The program of the npm package "node", or undefined where it is not installed. */
const projectNode = () => {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('node/package.json'));
    return ['node', 'node.exe'].map((name) => join(folder, 'bin', name)).find((path) => existsSync(path));
  } catch {
    return undefined;
  }
};

const handOver = (node) => {
  const flags = ['--disable-warning=ExperimentalWarning', fileURLToPath(main)];
  const child = spawn(node, [...flags, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`${node} does not start: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
};

const fail = (sentence) => {
  process.stderr.write(`almanac: ${sentence}\n`);
  process.exitCode = 1;
};

if (process.features.typescript) {
  await import(main.href);
} else {
  const node = projectNode();
  if (node) handOver(node);
  else fail(`Node ${process.versions.node} cannot run TypeScript: run "npm ci" first, or use Node 22.18 or newer.`);
}
