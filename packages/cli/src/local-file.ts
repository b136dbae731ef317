import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { AlmanacError } from '@almanac/kernel';

const CHUNK_BYTES = 1024 ** 2;

const SENTENCES: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file',
  EISDIR: 'This is a folder, not a file',
  EACCES: 'The file may not be read',
};

/**
 * The bytes of a file on this machine.
 * @param onProgress told which share of the file has been read, 0 to 1
 * @throws AlmanacError `UNREADABLE_FILE`, on the first read
 */
export async function* openLocalFile(path: string, onProgress: (share: number) => void): AsyncGenerator<Uint8Array> {
  try {
    const { size } = await stat(path);
    let read = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
      yield chunk;
      read += chunk.length;
      if (size > CHUNK_BYTES) onProgress(Math.min(1, read / size));
    }
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    throw new AlmanacError('UNREADABLE_FILE', `${SENTENCES[code] ?? message}: ${path}`, { path }, { cause });
  }
}
