import { AlmanacError } from '@almanac/kernel';
import * as z from 'zod';
import { type ManagedLayout, objectLayout } from './object-layout.ts';

/** A manifest lists keys and columns: ten thousand files need a few megabytes. */
export const MAX_MANIFEST_BYTES = 16 * 1024 ** 2;

/** Source: AWS Data Exports user guide, "Understanding your report versions". */
const legacyManifest = z.object({ reportKeys: z.array(z.string().min(1)) });
/** Source: AWS Data Exports user guide, "Understanding export delivery". */
const exportManifest = z.object({ dataFiles: z.array(z.string().min(1)) });

/**
 * Keys of the files that a manifest names, in its order and each once, as they are in the bucket that holds the manifest:
 * the bucket it names may be the one it was replicated from, and the folders above the report may have changed on the way.
 * @throws AlmanacError `BAD_MANIFEST` naming what is wrong
 */
export function manifestKeys(text: string, manifest: ManagedLayout): string[] {
  const named = namedKeys(text);
  if (named.length === 0) throw badManifest('it names no files');
  return [...new Set(named.map((key) => ownKey(key, manifest)))];
}

function namedKeys(text: string): string[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw badManifest('it is not JSON', cause);
  }
  const legacy = legacyManifest.safeParse(json);
  if (legacy.success) return legacy.data.reportKeys;
  const exported = exportManifest.safeParse(json);
  if (exported.success) return exported.data.dataFiles.map((uri) => uri.replace(/^s3:\/\/[^/]+\//, ''));
  throw badManifest('it has neither reportKeys nor dataFiles');
}

/** @throws where the key is no file of the manifest's report and billing period: it would count in a place it has no say in */
function ownKey(key: string, { root, billingPeriod }: ManagedLayout): string {
  const layout = objectLayout(key);
  if (layout.kind !== 'part') throw badManifest(`it names ${key}, which lies in no folder of a delivery`);
  if (layout.billingPeriod !== billingPeriod) throw badManifest(`it names ${key}, which is of another billing period`);
  if (nameOf(layout.root) !== nameOf(root)) throw badManifest(`it names ${key}, which is of another report`);
  return root + key.slice(layout.root.length);
}

const nameOf = (root: string) => root.slice(root.lastIndexOf('/') + 1);

const badManifest = (why: string, cause?: unknown) =>
  new AlmanacError(
    'BAD_MANIFEST',
    `The manifest cannot be followed: ${why}; have the report delivered again`,
    {},
    { cause },
  );
