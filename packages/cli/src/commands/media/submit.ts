import { mediaEvents, type Published } from '@almanac/events';
import { InvalidArgumentError } from 'commander';
import { newId, now, withEventStack } from '../../event-stack.ts';
import { print } from '../../output.ts';
import { type StackOptions, stackCommand } from '../../stack.ts';
import { table } from '../../table.ts';
import { publishedJson } from '../events/publish.ts';

const FILE = { contentType: 'video/mp4', size: 1_048_576 };
const DEFAULT_CODE = 'TIMEOUT';

interface Options extends StackOptions {
  readonly title: string;
  readonly user: string;
  readonly fail?: string | true;
}

export const command = () =>
  stackCommand("Publish the events of one media file's life, as a downloader would: metadata, start, and end.")
    .argument('<file-id>', 'id of the file, such as dQw4w9WgXcQ')
    .option('--title <title>', 'title of the file', 'A walk in the Alps')
    .option('--user <name>', "user name of the channel's author", 'mountaindays')
    .option(
      '--fail [code]',
      `have the download fail, with an error code (${DEFAULT_CODE} where none is given)`,
      errorCode,
    )
    .action((fileId: string, options: Options) =>
      withEventStack(options, async (stack) => {
        const media = mediaEvents(stack.publisher());
        const correlationId = newId();
        const published = await lifeOf(media, fileId, options, correlationId);
        const events = published.map(([event, one]) => ({ event, ...publishedJson(one) }));
        print({ file_id: fileId, correlation_id: correlationId, events }, lifeTable(published), options);
      }),
    );

/** Checked before anything is published: the failure is the last of three events. */
function errorCode(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('It must be the code of an error, such as TIMEOUT, or be left out.');
}

type Step = readonly [event: string, published: Published];

async function lifeOf(
  media: ReturnType<typeof mediaEvents>,
  fileId: string,
  { title, user, fail }: Options,
  correlationId: string,
): Promise<Step[]> {
  const about = { correlationId };
  const video = { title, description: '', authorName: user, authorUser: user, publishDate: now().toISOString() };
  const ready = await media.publishFileMetadataReady({ fileId, ...video, ...FILE }, about);
  const started = await media.publishFileDownloadStarted({ fileId, timestamp: now().getTime() }, about);
  const steps: Step[] = [
    ['FileMetadataReady', ready],
    ['FileDownloadStarted', started],
  ];
  if (fail === undefined) {
    const done = await media.publishFileDownloadCompleted({ fileId, s3Key: `videos/${fileId}.mp4`, ...FILE }, about);
    return [...steps, ['FileDownloadCompleted', done]];
  }
  const error = { errorCode: fail === true ? DEFAULT_CODE : fail, error: 'The download failed as it was asked to' };
  const failed = await media.publishFileDownloadFailed({ fileId, ...error, timestamp: now().getTime() }, about);
  return [...steps, ['FileDownloadFailed', failed]];
}

const lifeTable = (steps: readonly Step[]): string =>
  table(
    steps,
    [
      { title: 'EVENT', value: ([event]) => event },
      { title: 'ID', value: ([, { id }]) => id },
      { title: 'OUTCOME', value: ([, { outcome }]) => outcome },
    ],
    '',
  );
