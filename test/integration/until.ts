import { setTimeout as sleep } from 'node:timers/promises';

/** How long a test waits for the stack before it gives up: no promise of speed, so long enough for a busy machine. */
const PATIENCE_S = 240;
const PAUSE_MS = 100;
const SHOWN = 2_000;

/**
 * Asks again and again until `isRight` likes the answer, and returns it.
 * @throws Error that shows the last answer if that takes longer than four minutes
 */
export const until = async <T>(what: string, ask: () => Promise<T>, isRight: (answer: T) => boolean): Promise<T> => {
  const deadline = Date.now() + PATIENCE_S * 1000;
  for (;;) {
    const answer = await ask();
    if (isRight(answer)) return answer;
    if (Date.now() > deadline) {
      throw new Error(`Not within ${PATIENCE_S} s: ${what}; last: ${JSON.stringify(answer)?.slice(0, SHOWN)}`);
    }
    await sleep(PAUSE_MS);
  }
};

/** Time in which something that must not happen would have happened. */
export const quiet = (seconds = 3): Promise<void> => sleep(seconds * 1000);
