/** Something the person at the keyboard has to change. Its message is one sentence that says what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** Runs a command's body. A Refusal prints its sentence alone, any other error its stack; both end with exit code 1. */
export const command = async (body: () => Promise<void>): Promise<void> => {
  try {
    await body();
  } catch (error) {
    console.error(error instanceof Refusal ? error.message : error);
    process.exitCode = 1;
  }
};
