import { join } from 'node:path';

/** The checkout. */
export const root = join(import.meta.dirname, '..', '..');

/** A path below `.local/`, where everything the local stack keeps lies. */
export const local = (...parts: string[]): string => join(root, '.local', ...parts);

/** The Terraform root module. */
export const infra = join(root, 'infra');

/** The folder of the project's own node (22), esbuild, tsc and so on. */
export const binaries = join(root, 'node_modules', '.bin');
