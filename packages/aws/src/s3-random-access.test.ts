import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DEFAULT_READ_LIMITS, inMemory, openParquetReport } from '@almanac/cur';
import { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ByteWriter, parquetWrite } from 'hyparquet-writer';
import { s3RandomAccess } from './s3-random-access.ts';

const CONTENT = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251));
const VERSION = { bucket: 'landing', key: 'a/b.parquet', etag: 'e1', sizeBytes: CONTENT.length };

/** As much of S3 as reads ranges of one object, over HTTP. */
class RangeServer {
  content = CONTENT;
  etag = '"e1"';
  readonly ranges: string[] = [];
  readonly versions: (string | null)[] = [];
  /** Answers still to be cut off in the middle. */
  brokenAnswers = 0;
  readonly #server: Server = createServer((request, response) => this.#answer(request, response));

  async start(): Promise<S3Client> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const { port } = this.#server.address() as AddressInfo;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const endpoint = `http://127.0.0.1:${port}`;
    return new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true, maxAttempts: 1 });
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { range = '', 'if-match': ifMatch } = request.headers;
    this.ranges.push(range);
    this.versions.push(new URL(request.url ?? '', 'http://s3').searchParams.get('versionId'));
    if (ifMatch && ifMatch !== this.etag) {
      response.writeHead(412).end('<Error><Code>PreconditionFailed</Code><Message>no</Message></Error>');
      return;
    }
    const [, start = 0, end = 0] = /bytes=(\d+)-(\d+)/.exec(range)?.map(Number) ?? [];
    const part = this.content.subarray(start, end + 1);
    response.writeHead(206, { 'content-length': part.length, etag: this.etag });
    if (this.brokenAnswers-- > 0) response.write(part.subarray(0, 1), () => response.destroy());
    else response.end(part);
  }
}

describe('reading any part of an object in S3', () => {
  let server: RangeServer;
  let s3: S3Client;
  beforeEach(async () => {
    server = new RangeServer();
    s3 = await server.start();
  });
  afterEach(() => server.stop());

  it('asks for exactly the bytes, one request each, and for none where there are none', async () => {
    const file = s3RandomAccess(s3, VERSION);
    expect(Buffer.from(await file.read(0, 4))).toEqual(CONTENT.subarray(0, 4));
    expect(Buffer.from(await file.read(990, 1000))).toEqual(CONTENT.subarray(990));
    expect((await file.read(7, 7)).length).toBe(0);
    expect(server.ranges).toEqual(['bytes=0-3', 'bytes=990-999']);
  });

  it('names the version where there is one', async () => {
    await s3RandomAccess(s3, { ...VERSION, etag: 'other', versionId: 'v 7' }).read(0, 1);
    expect(server.versions).toEqual(['v 7']);
  });

  it('says that the object is gone where it was overwritten meanwhile', async () => {
    const file = s3RandomAccess(s3, VERSION);
    await file.read(0, 4);
    server.etag = '"e2"';
    await expect(file.read(4, 8)).rejects.toMatchObject({ code: 'OBJECT_GONE' });
  });

  it('tries again where an answer breaks off, and gives up in the end', async () => {
    const file = s3RandomAccess(s3, VERSION);
    server.brokenAnswers = 3;
    expect(Buffer.from(await file.read(10, 20))).toEqual(CONTENT.subarray(10, 20));
    expect(server.ranges).toHaveLength(4);
    server.brokenAnswers = 4;
    await expect(file.read(10, 20)).rejects.toThrow();
  });

  it('reads a small report in three requests: the footer, and what is needed of each row group', async () => {
    const writer = new ByteWriter();
    const times = Array.from({ length: 2000 }, () => '2025-01-01T00:00:00Z');
    const column = (name: string, data: unknown[]) => ({ name, data, type: 'STRING' as const });
    parquetWrite({
      writer,
      rowGroupSize: 1000,
      columnData: [
        column(
          'SubAccountId',
          times.map(() => '000123456789'),
        ),
        column(
          'unread',
          times.map((_, i) => `text ${i}`),
        ),
        column('ChargePeriodStart', times),
        column(
          'ServiceName',
          times.map((_, i) => `service ${i % 7}`),
        ),
        { name: 'BilledCost', data: times.map((_, i) => i / 8), type: 'DOUBLE' },
      ],
    });
    server.content = Buffer.from(writer.getBytes());
    const read = async (file: Parameters<typeof openParquetReport>[0]) => {
      const costs: string[] = [];
      const { batches } = await openParquetReport(file, DEFAULT_READ_LIMITS);
      for await (const batch of batches) costs.push(...batch.map(({ BilledCost }) => BilledCost.toString()));
      return costs;
    };
    const file = s3RandomAccess(s3, { ...VERSION, sizeBytes: server.content.length });
    expect(await read(file)).toEqual(await read(inMemory(server.content)));
    expect(server.ranges).toHaveLength(3);
  });
});
