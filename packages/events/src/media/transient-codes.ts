/** Error codes of a download after which trying again may help, and why. */
export const TRANSIENT_CODES: Readonly<Record<string, string>> = {
  TIMEOUT: 'the source did not answer in time',
  ETIMEDOUT: 'the connection to the source timed out',
  THROTTLED: 'the source asked to come back later',
  TOO_MANY_REQUESTS: 'the source asked to come back later',
  '429': 'the source asked to come back later',
  NETWORK: 'the network failed on the way',
  ECONNRESET: 'the connection broke',
  ECONNREFUSED: 'the source took no connection',
  EAI_AGAIN: 'the name of the source could not be resolved for now',
  SERVICE_UNAVAILABLE: 'the source is down for now',
};

const SERVER_ERROR = /^(HTTP_)?5\d\d$/;

/** Why trying again may help, undefined where it will not: also for a failure without a code, of which nothing is known. */
export function transientReason(errorCode: string | undefined): string | undefined {
  const code = errorCode?.toUpperCase() ?? '';
  if (SERVER_ERROR.test(code)) return 'the source had an error of its own';
  return Object.hasOwn(TRANSIENT_CODES, code) ? TRANSIENT_CODES[code] : undefined;
}
