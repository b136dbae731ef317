/** Ends a command with exit code 1 where its result, already printed, says what is wrong. */
export class FailedCheck extends Error {
  override readonly name = 'FailedCheck';
}
