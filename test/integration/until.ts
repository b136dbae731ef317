import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 100;
const SHOWN = 2_000;

/**
 * Asks again and again until `isRight` likes the answer, and returns it.
 * @throws Error that shows the last answer if that takes longer than `seconds`
 */
export const until = async <T>(
  what: string,
  ask: () => Promise<T>,
  isRight: (answer: T) => boolean,
  seconds = 40,
): Promise<T> => {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (isRight(answer)) return answer;
    if (Date.now() > deadline) {
      throw new Error(`Not within ${seconds} s: ${what}; last: ${JSON.stringify(answer)?.slice(0, SHOWN)}`);
    }
    await sleep(PAUSE_MS);
  }
};

/** Time in which something that must not happen would have happened. */
export const quiet = (seconds = 3): Promise<void> => sleep(seconds * 1000);
