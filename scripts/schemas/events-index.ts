import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the contracts lie, one a file. */
export const EVENTS_FOLDER = 'packages/contracts/src/events';
export const EVENTS_INDEX = `${EVENTS_FOLDER}/index.ts`;

/** The index that the files of the folder call for. */
export function eventsIndex(root: string): string {
  const contracts = readdirSync(join(root, EVENTS_FOLDER))
    .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
    .map((file) => file.slice(0, -'.ts'.length))
    .sort() // without the ending, so that a version 2 comes after version 1, as the formatter has it
    .map((stem) => `${stem}.ts`)
    .flatMap((file) => {
      const text = readFileSync(join(root, EVENTS_FOLDER, file), 'utf8');
      return [...text.matchAll(/^export const (\w+) = eventContract\(/gm)].map(([, name = '']) => ({ file, name }));
    });
  const files = [...new Set(contracts.map(({ file }) => file))];
  const names = (file: string) => contracts.filter((contract) => contract.file === file).map(({ name }) => name);
  return `import type { EventContract } from '../event-contract.ts';
${files.map((file) => `import { ${names(file).join(', ')} } from './${file}';`).join('\n')}

/** Every event type, in the order of its name. */
export const EVENT_CONTRACTS: readonly EventContract[] = [
${contracts.map(({ name }) => `  ${name},`).join('\n')}
];

${files.map((file) => `export * from './${file}';`).join('\n')}
`;
}

/** Whether the index is what the files call for. */
export const isIndexCurrent = (root: string): boolean =>
  readFileSync(join(root, EVENTS_INDEX), 'utf8') === eventsIndex(root);
