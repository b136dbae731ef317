import {
  type AnswerOf,
  type Operation,
  type Operations,
  type RequestOf,
  type Routes,
  routeKey,
} from '@almanac/contracts';
import { AlmanacError, describeError } from '@almanac/kernel';
import type { Context } from 'aws-lambda';
import { type ApiResult, answer, failureOf, failureResult } from './api-answer.ts';
import { type ApiEvent, callerOf, readEvent } from './api-event.ts';
import { checkCaller, readRequest } from './api-request.ts';
import type { Telemetry } from './telemetry.ts';
import { traceKeys } from './trace.ts';

export interface ApiOptions<Ops extends Operations> {
  readonly telemetry: Telemetry;
  readonly operations: Ops;
  /** What answers each operation. Its request is checked; what it throws is answered by the table of statuses. */
  readonly routes: Routes<Ops>;
}

interface Route {
  readonly operation: Operation;
  readonly run: (request: RequestOf<Operation>) => Promise<AnswerOf<Operation>>;
}

/** The route key that unknown routes are counted under: their own names are the callers' choice, and without number. */
const UNKNOWN = 'unknown';

/**
 * Handler of API Gateway's HTTP API, payload format 2.0, for a set of operations. It never throws: errors of ours that
 * have a status are answered with it, and all others are a 500 that says no more than the id of the request, by which
 * the log has them.
 */
export function api<const Ops extends Operations>({ telemetry, operations, routes }: ApiOptions<Ops>) {
  // The types of a route's request and answer are those of its operation, by which both are checked before and after it.
  const run = routes as unknown as Record<string, Route['run'] | undefined>;
  const known = new Map(
    Object.entries(operations).flatMap(([id, operation]) => {
      const route = run[id];
      return route ? [[routeKey(operation), { operation, run: route }] as const] : [];
    }),
  );
  return async (given: unknown, context: Context): Promise<ApiResult> => {
    const started = performance.now();
    const event = readEvent(given);
    const requestId = event.requestContext.requestId ?? context.awsRequestId;
    const route = known.get(event.routeKey);
    const { logger } = telemetry;
    logger.addContext(context);
    logger.resetKeys();
    logger.appendKeys({ ...keysOf(event, requestId, route), ...traceKeys() });
    const { result, error } = await respond(telemetry, route, event, requestId);
    const latencyMs = Math.round(performance.now() - started);
    logger.info('request', { status: result.statusCode, latency_ms: latencyMs, ...(error !== undefined && { error }) });
    count(telemetry, route ? event.routeKey : UNKNOWN, latencyMs, error);
    return result;
  };
}

const keysOf = (event: ApiEvent, requestId: string, route: Route | undefined) => {
  const scheduleId = route?.operation.path.includes('/schedules/{id}') ? event.pathParameters.id : undefined;
  return {
    request_id: requestId,
    route: route ? event.routeKey : UNKNOWN,
    caller: callerOf(event),
    ...(scheduleId !== undefined && { schedule_id: scheduleId }),
  };
};

async function respond(
  { logger, metrics }: Telemetry,
  route: Route | undefined,
  event: ApiEvent,
  requestId: string,
): Promise<{ result: ApiResult; error?: string }> {
  try {
    if (!route) throw new AlmanacError('NOT_FOUND', 'There is no such route: /docs lists all of them');
    const caller = checkCaller(route.operation, event);
    const given = await route.run(readRequest(route.operation, event, { caller, requestId }));
    const result = answer(route.operation, given, requestId, (deviations) => {
      logger.error('an answer is not as it is declared', { deviations });
      metrics.singleMetric().addDimension('route', event.routeKey).addMetric('ApiAnswerDeviations', 'Count', 1);
    });
    return { result };
  } catch (thrown) {
    const failure = failureOf(thrown, requestId);
    if (failure.status >= 500) {
      const { code, message, details } = describeError(thrown);
      logger.error(message, { code, details, ...(thrown instanceof Error && { error: thrown }) });
    }
    return { result: failureResult(failure, requestId), error: failure.error.error };
  }
}

/** Requests and their times by route, failed ones by their error as well. */
function count({ metrics }: Telemetry, route: string, latencyMs: number, error?: string): void {
  metrics.addDimension('route', route);
  metrics.addMetric('ApiRequests', 'Count', 1);
  metrics.addMetric('ApiLatency', 'Milliseconds', latencyMs);
  metrics.publishStoredMetrics();
  if (error === undefined) return;
  metrics.singleMetric().addDimension('error', error).addMetric('ApiErrors', 'Count', 1);
}
