import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

it('embeds the kernel that its source compiles to', () => {
  const check = () => execFileSync(process.execPath, [join(import.meta.dirname, 'build-kernel.ts'), '--check']);
  expect(check).not.toThrow();
});
