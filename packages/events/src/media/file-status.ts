import { fileDownloadCompleted, fileDownloadFailed, fileDownloadStarted, fileMetadataReady } from '@almanac/contracts';
import { AlmanacError } from '@almanac/kernel';
import { type Reaction, when } from '../consume.ts';
import { factTime } from './happened-at.ts';
import { type FileFacts, withFact } from './media-file.ts';
import type { MediaFiles } from './ports.ts';

/** Lost races after which the event is left to a later try. */
const MAX_ROUNDS = 10;

/** Keeps the row of each file: the newest fact of each kind, and the status that follows from them. */
export const followFiles = (files: MediaFiles): Reaction[] => [
  when(fileMetadataReady, (event) => {
    const { fileId, metadata: _, ...fields } = event.detail;
    return learn(files, fileId, 'metadata', { ...fields, ...factTime(event) });
  }),
  when(fileDownloadStarted, (event) => learn(files, event.detail.fileId, 'started', factTime(event))),
  when(fileDownloadCompleted, (event) => {
    const { fileId, metadata: _, ...fields } = event.detail;
    return learn(files, fileId, 'completed', { ...fields, ...factTime(event) });
  }),
  when(fileDownloadFailed, (event) => {
    const { fileId, metadata: _, timestamp: __, ...fields } = event.detail;
    return learn(files, fileId, 'failed', { ...fields, ...factTime(event) });
  }),
];

async function learn<Kind extends keyof FileFacts>(
  files: MediaFiles,
  fileId: string,
  kind: Kind,
  fact: NonNullable<FileFacts[Kind]>,
): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const stored = await files.get(fileId);
    const file = withFact(stored?.file, fileId, kind, fact);
    if (file === stored?.file || (await files.put(file, stored?.version))) return;
  }
  throw new AlmanacError('MEDIA_FILE_CONTENDED', `The row of file ${fileId} keeps changing; it will be tried again`);
}
