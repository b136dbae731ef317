import { type FileDownloadCompleted, fileDownloadCompleted, type ProcessingJob } from '@almanac/contracts';
import { type ConsumeDeps, type Consumed, consume, readEvent, type Try, when } from '../consume.ts';
import type { EventEnvelope } from '../envelope.ts';
import type { WaitingTasks } from './ports.ts';

export interface PostProcessDeps extends ConsumeDeps {
  readonly tasks: WaitingTasks;
}

type Task = ProcessingJob['task'];

/** Where each step's result would lie. */
const RESULT_KEYS: Record<Task, (fileId: string) => string> = {
  thumbnail: (fileId) => `thumbnails/${fileId}.jpg`,
  transcode: (fileId) => `transcoded/${fileId}.mp4`,
};

/** Stands for the work of a step: makes no file, but says where it would lie. */
const placeholder = (task: Task, { fileId, s3Key }: FileDownloadCompleted) => ({
  fileId,
  task,
  sourceKey: s3Key,
  resultKey: RESULT_KEYS[task](fileId),
  isPlaceholder: true,
});

/**
 * Does one step of post-processing and lets the state machine go on. A second execution for the same event gets the same
 * answer without the work being done again; one for an event that violates its contract fails with `INVALID_EVENT`.
 */
export const postProcess =
  (deps: PostProcessDeps, name: string) =>
  async (job: Pick<ProcessingJob, 'taskToken' | 'task'>, event: EventEnvelope, attempt: Try): Promise<Consumed> => {
    const answer = when(fileDownloadCompleted, ({ detail }) =>
      deps.tasks.succeed(job.taskToken, placeholder(job.task, detail)),
    );
    const outcome = await consume(deps, { name, accepts: [answer], part: job.task })(event, attempt);
    const read = readEvent([answer], event, attempt);
    if (!read.ok) {
      const problems = read.problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
      await deps.tasks.fail(job.taskToken, 'INVALID_EVENT', problems);
    } else if (outcome === 'duplicate') await read.run();
    return outcome;
  };
