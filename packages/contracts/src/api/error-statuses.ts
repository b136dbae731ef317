/** HTTP status of every error that a caller can be told, by its code; beside them only what `BY_FORM` says. */
const BY_CODE: Readonly<Record<string, number>> = {
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,

  EXPRESSION_IN_PAST: 400,
  INTERVAL_TOO_SHORT: 400,
  MISSING_PARAMETER: 400,
  SCHEDULER_REFUSED: 400,
  UNKNOWN_PARAMETER: 400,

  CONFLICT: 409,
  IDEMPOTENCY_KEY_REUSED: 409,
  NO_FREE_SLOT: 409,
  SCHEDULE_ENDED: 409,
  TEMPLATE_BUILT_IN: 409,
  TOPIC_IN_USE: 409,
  TOPIC_SCHEDULE_EXISTS: 409,

  VERSION_CONFLICT: 412,
  PAYLOAD_TOO_LARGE: 413,
  RATE_LIMITED: 429,

  SCHEDULE_BUSY: 503,
  SCHEDULE_NOT_IN_SYNC: 503,
};

/** What a code's form says where its name does not. */
const BY_FORM: readonly (readonly [RegExp, number])[] = [
  [/^INVALID_/, 400],
  [/(^|_)NOT_FOUND$/, 404],
  [/_TAKEN$/, 409],
  [/(^|_)QUOTA_EXCEEDED$/, 429],
];

/**
 * The HTTP status of an error by its code, in either case; undefined where a caller must not be told of it.
 * The only such table: functions answer by it, and the OpenAPI document declares by it.
 */
export function statusOf(code: string): number | undefined {
  const name = code.toUpperCase();
  return Object.hasOwn(BY_CODE, name) ? BY_CODE[name] : BY_FORM.find(([form]) => form.test(name))?.[1];
}
