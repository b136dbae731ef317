import type { WaitingTasks } from '@almanac/events';
import {
  InvalidToken,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  type SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';

/** Step Functions: at most so many characters of the error's text. */
const MAX_CAUSE = 32_768;

/** Tasks of Step Functions that wait for their token (`.waitForTaskToken`). */
export const waitingTasks = (stepFunctions: SFNClient): WaitingTasks => ({
  succeed: (taskToken, output) =>
    unlessOver(stepFunctions.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }))),
  fail: (taskToken, error, cause) =>
    unlessOver(stepFunctions.send(new SendTaskFailureCommand({ taskToken, error, cause: cause.slice(0, MAX_CAUSE) }))),
});

/** A task that was answered, that ran out of time, or whose execution ended waits for no answer. */
async function unlessOver(answer: Promise<unknown>): Promise<void> {
  try {
    await answer;
  } catch (error) {
    const isOver = [TaskTimedOut, TaskDoesNotExist, InvalidToken].some((kind) => error instanceof kind);
    if (!isOver) throw error;
  }
}
