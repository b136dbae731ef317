/**
 * Runs `work` while `beat` is called at once and then every `intervalMs`, until the work ends either way.
 * A beat that fails is not the work's failure: the message may be taken by another consumer, which is safe.
 */
export async function withHeartbeat<T>(
  intervalMs: number,
  beat: () => Promise<void>,
  work: () => Promise<T>,
): Promise<T> {
  const quietly = () => beat().catch(() => undefined);
  await quietly();
  const timer = setInterval(quietly, intervalMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
