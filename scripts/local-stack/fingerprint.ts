import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { root } from './paths.ts';

// A pattern does not match names that begin with a dot, so .terraform/ stays out and the lock file is named.
const INPUTS = ['infra/**/*.{tf,tfvars,json,sql}', 'infra/.terraform.lock.hcl', 'dist/*.zip'];

/** A hash over everything that an apply reads: the Terraform files and the function archives. */
export const fingerprint = (): string => {
  const hash = createHash('sha256');
  const files = INPUTS.flatMap((pattern) => globSync(pattern, { cwd: root }));
  for (const file of files.sort()) hash.update(`${file}\n`).update(readFileSync(`${root}/${file}`));
  return hash.digest('hex');
};
