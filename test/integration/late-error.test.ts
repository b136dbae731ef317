import { gzipSync } from 'node:zlib';
import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { expect, it } from '@jest/globals';
import { costItems, curatedKeys } from './books.ts';
import { takeDeadLetters } from './dead-letters.ts';
import { makeReport } from './reports.ts';
import { s3 } from './sdk.ts';
import { stack } from './stack.ts';
import { newFolder, untilStory, upload } from './steps.ts';

const folder = newFolder('late-error');

it('leaves nothing of a file that goes wrong after megabytes of it were written', async () => {
  const key = `${folder}late.csv.gz`;
  const good = makeReport({ rows: 60_000, months: ['2025-01'] }, 'csv').bytes;
  await upload(key, gzipSync(Buffer.concat([good, Buffer.from('only,three,fields\n')])));
  const [failed] = await untilStory(key, ['failed']);
  expect(failed?.last_error).toMatchObject({
    code: 'WRONG_FIELD_COUNT',
    message: expect.stringContaining('Row 60002'),
  });
  await takeDeadLetters(stack.cur_dlq_url, (body) => body.includes(key), 1);

  const report = failed?.report ?? '';
  expect(await costItems(report)).toEqual([]);
  expect(await curatedKeys(`focus/report=${report}/`)).toEqual([]);
  const { Uploads = [] } = await s3.send(new ListMultipartUploadsCommand({ Bucket: stack.curated_bucket }));
  expect(Uploads.filter(({ Key = '' }) => Key.includes(report))).toEqual([]);
});
