import { setTimeout as sleep } from 'node:timers/promises';

export interface Patience {
  readonly tries: number;
  /** Before the second try; pauses double, up to the longest, and are cut by chance so that those who met do not meet again. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/** Makes a call again where its error is one that passes, which the SDK does not know of. @throws the last error */
export async function tryAgain<Answer>(
  call: () => Promise<Answer>,
  isPassing: (error: unknown) => boolean,
  { tries, firstPauseMs, longestPauseMs }: Patience,
): Promise<Answer> {
  for (let number = 1; ; number++) {
    try {
      return await call();
    } catch (error) {
      if (number === tries || !isPassing(error)) throw error;
      await sleep(Math.random() * Math.min(longestPauseMs, firstPauseMs * 2 ** number));
    }
  }
}
