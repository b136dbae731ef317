import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

const NAMESPACE = 'Almanac';

/**
 * Structured logs and metrics of one function; the level is read from LOG_LEVEL.
 * @param service the function's deployed name, so that two stacks in one account are told apart
 */
export function telemetry(service: string) {
  return {
    logger: new Logger({ serviceName: service }),
    metrics: new Metrics({ namespace: NAMESPACE, serviceName: service }),
  };
}
export type Telemetry = ReturnType<typeof telemetry>;

/** For clients of AWS: each call in the log, at its level of detail, as `{ "message": "aws call", "call": "S3:GetObject" }`. */
export const loggingCalls = ({ logger }: Telemetry) => ({
  onCall: (call: string): void => logger.debug('aws call', { call }),
});
