import { clientTypes } from '@almanac/client/generation';
import type { Operations } from '@almanac/contracts';
import { API_DOCUMENT_PATH, apiFiles } from '@almanac/contracts/generation';

export const CLIENT_TYPES_PATH = 'packages/client/src/schema.ts';

/** Everything that is made from the operations of the REST API: path in the repository -> text. */
export async function allApiFiles(operations: Operations): Promise<Map<string, string>> {
  const files = apiFiles(operations);
  return files.set(CLIENT_TYPES_PATH, await clientTypes(files.get(API_DOCUMENT_PATH) ?? ''));
}
