/** An error a user can act on: a stable code, one sentence, and details for machines. */
export class AlmanacError extends Error {
  override readonly name = 'AlmanacError';
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(code: string, message: string, details: Record<string, unknown> = {}, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}

/** The code and sentence of any thrown value: `INTERNAL` where it is none of ours. */
export function describeError(error: unknown): { code: string; message: string; details: Record<string, unknown> } {
  if (error instanceof AlmanacError) return { code: error.code, message: error.message, details: error.details };
  if (error instanceof Error) return { code: 'INTERNAL', message: `${error.name}: ${error.message}`, details: {} };
  return { code: 'INTERNAL', message: String(error), details: {} };
}
