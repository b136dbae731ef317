// Compiles the scanner's SIMD kernel and embeds it as base64, so that bundles need no file beside them.
// npm run build:kernel [-- --check]   --check: exit code 1 unless what is committed is what the source compiles to
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const root = join(import.meta.dirname, '..');
const SOURCE = 'packages/cur/kernel/scanner.ts';
const TARGET = join(root, 'packages/cur/src/reading/kernel-wasm.ts');
const OPTIONS = ['--optimizeLevel', '3', '--shrinkLevel', '0', '--runtime', 'stub', '--enable', 'simd', '--noAssert'];

/** Characters of a line, so that the file can be looked at. */
const LINE = 110;

async function compile(): Promise<Uint8Array> {
  let wasm: Uint8Array | undefined;
  const { error, stderr } = await asc.main([SOURCE, '--outFile', 'kernel.wasm', ...OPTIONS], {
    readFile: (name: string, baseDir: string) => readFile(join(root, baseDir, name), 'utf8').catch(() => null),
    writeFile: (name: string, contents: string | Uint8Array) => {
      if (name === 'kernel.wasm') wasm = contents as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error || !wasm) throw new Error(`${SOURCE} does not compile:\n${stderr.toString()}`);
  return wasm;
}

function embed(wasm: Uint8Array): string {
  const lines =
    Buffer.from(wasm)
      .toString('base64')
      .match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return `// Made by \`npm run build:kernel\` from ${SOURCE}: do not edit.

/** The scanner's kernel: WebAssembly with SIMD, ${wasm.length} bytes, in base64. */
export const KERNEL_WASM = [
${lines.map((line) => `  '${line}',`).join('\n')}
].join('');
`;
}

const embedded = embed(await compile());
if (!process.argv.includes('--check')) await writeFile(TARGET, embedded);
else if ((await readFile(TARGET, 'utf8').catch(() => '')) !== embedded) {
  console.error(`packages/cur/src/reading/kernel-wasm.ts is not what ${SOURCE} compiles to: npm run build:kernel`);
  process.exitCode = 1;
}
