import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { ReportFile } from '@almanac/cur';
import { AlmanacError } from '@almanac/kernel';

const CHUNK_BYTES = 1024 ** 2;

const SENTENCES: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file',
  EISDIR: 'This is a folder, not a file',
  EACCES: 'The file may not be read',
};

/**
 * A file on this machine, to be closed by the caller.
 * @param onProgress told which share of the file has been read, 0 to 1
 * @throws AlmanacError `UNREADABLE_FILE`
 */
export async function openLocalFile(
  path: string,
  onProgress: (share: number) => void,
): Promise<ReportFile & { close(): Promise<void> }> {
  const handle = await open(path).catch((cause) => Promise.reject(unreadable(path, cause)));
  const { size } = await handle.stat();
  const read = async (start: number, end: number): Promise<Uint8Array> => {
    const bytes = new Uint8Array(end - start);
    await handle.read(bytes, 0, bytes.length, start);
    return bytes;
  };
  return {
    content: contentOf(path, size, onProgress),
    ranges: { sizeBytes: size, read },
    close: () => handle.close(),
  };
}

async function* contentOf(path: string, size: number, onProgress: (share: number) => void): AsyncGenerator<Uint8Array> {
  try {
    let read = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
      yield chunk;
      read += chunk.length;
      if (size > CHUNK_BYTES) onProgress(Math.min(1, read / size));
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): AlmanacError {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  return new AlmanacError('UNREADABLE_FILE', `${SENTENCES[code] ?? message}: ${path}`, { path }, { cause });
}
