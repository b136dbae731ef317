import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

const NAMESPACE = 'Almanac';

/** Structured logs and metrics of one function; its level is read from LOG_LEVEL. */
export function telemetry(service: string) {
  return {
    logger: new Logger({ serviceName: service }),
    metrics: new Metrics({ namespace: NAMESPACE, serviceName: service }),
  };
}
export type Telemetry = ReturnType<typeof telemetry>;
