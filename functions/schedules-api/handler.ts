import { randomUUID } from 'node:crypto';
import { dynamoRunHistory, dynamoTemplates, sqs, sqsRunQueue } from '@almanac/aws';
import { changeLambda, changeSettings } from '@almanac/consumer';
import { type Routes, SCHEDULE_OPERATIONS, type ScheduleDetails } from '@almanac/contracts';
import { systemClock } from '@almanac/kernel';
import { api, env, string, type Telemetry } from '@almanac/lambda';
import {
  type ChangeDeps,
  createSchedule,
  createTemplate,
  deleteGroup,
  deleteSchedule,
  deleteTemplate,
  getSchedule,
  getTemplate,
  listChanges,
  listGroups,
  listRuns,
  listSchedules,
  listTemplates,
  listUpcoming,
  pauseGroup,
  pauseSchedule,
  previewRequested,
  type RunHistory,
  type RunNowDeps,
  resumeGroup,
  resumeSchedule,
  runNow,
  type Schedule,
  type TemplateDeps,
  toDetails,
  toLogged,
  updateSchedule,
  useTemplate,
} from '@almanac/schedules';

const config = env({
  ...changeSettings,
  SCHEDULE_RUNS_TABLE: string(),
  SCHEDULE_TEMPLATES_TABLE: string(),
  RUNS_QUEUE_URL: string(),
});

export type Deps = ChangeDeps &
  TemplateDeps &
  Pick<RunNowDeps, 'queue'> & {
    readonly telemetry: Pick<Telemetry, 'logger'>;
    readonly history: RunHistory;
    /** What makes a run unique among those of its second. */
    readonly newRunPart: RunNowDeps['newId'];
  };

export function scheduleRoutes(deps: Deps): Routes<typeof SCHEDULE_OPERATIONS> {
  const shown = (schedule: Schedule): { headers: { etag: string }; body: ScheduleDetails } => ({
    headers: { etag: `"${schedule.version}"` },
    body: toDetails(schedule, deps.clock.now()),
  });
  const changed = async (change: Promise<Schedule>) => ({ status: 200, ...shown(await change) }) as const;
  const made = ({ created, schedule }: { created: boolean; schedule: Schedule }) => {
    if (created) deps.telemetry.logger.info('schedule created', toLogged(schedule));
    return { status: created ? 201 : 200, ...shown(schedule) } as const;
  };
  return {
    createSchedule: async ({ body, caller, headers }) =>
      made(await createSchedule(deps)(body, caller, { idempotencyKey: headers['idempotency-key'] })),
    listSchedules: async ({ query: { limit, cursor, ...filter } }) => ({
      status: 200,
      body: await listSchedules(deps)(filter, limit, cursor),
    }),
    previewSchedule: async ({ body }) => ({ status: 200, body: previewRequested(body, deps.clock.now()) }),
    listUpcoming: async ({ query }) => ({ status: 200, body: await listUpcoming(deps)(query) }),
    getSchedule: ({ params }) => changed(getSchedule(deps)(params.id)),
    updateSchedule: ({ params, body, caller, headers }) =>
      changed(updateSchedule(deps)(params.id, body, caller, { ifMatch: versionOf(headers['if-match']) })),
    deleteSchedule: ({ params, caller }) => changed(deleteSchedule(deps)(params.id, caller)),
    pauseSchedule: ({ params, caller }) => changed(pauseSchedule(deps)(params.id, caller)),
    resumeSchedule: ({ params, caller }) => changed(resumeSchedule(deps)(params.id, caller)),
    runSchedule: async ({ params, body, caller, headers }) => ({
      status: 202,
      body: await runNow({ ...deps, newId: deps.newRunPart })(params.id, caller, {
        ...(body?.payload && { payload: body.payload }),
        ...(headers['idempotency-key'] && { idempotencyKey: headers['idempotency-key'] }),
      }),
    }),
    listRuns: async ({ params, query }) => ({
      status: 200,
      body: await listRuns(deps)(params.id, query.limit, query.cursor),
    }),
    async listChanges({ params, query }) {
      const { items, next } = await listChanges(deps)(params.id, query.limit, query.cursor);
      return { status: 200, body: { changes: [...items], next_cursor: next ?? null } };
    },
    listGroups: async () => ({ status: 200, body: await listGroups(deps)() }),
    pauseGroup: async ({ params, caller }) => ({ status: 200, body: await pauseGroup(deps)(params.group, caller) }),
    resumeGroup: async ({ params, caller }) => ({ status: 200, body: await resumeGroup(deps)(params.group, caller) }),
    deleteGroup: async ({ params, caller }) => ({ status: 200, body: await deleteGroup(deps)(params.group, caller) }),
    async createTemplate({ body, caller }) {
      const { outcome, template } = await createTemplate(deps)(body, caller);
      return { status: outcome === 'created' ? 201 : 200, body: template };
    },
    listTemplates: async () => ({ status: 200, body: await listTemplates(deps)() }),
    getTemplate: async ({ params }) => ({ status: 200, body: await getTemplate(deps)(params.name) }),
    async deleteTemplate({ params, caller }) {
      await deleteTemplate(deps)(params.name, caller);
      return { status: 204 };
    },
    useTemplate: async ({ params, body, caller, headers }) =>
      made(await useTemplate(deps)(params.name, body, caller, { idempotencyKey: headers['idempotency-key'] })),
  };
}

/** The version in an ETag, weak or not. */
const versionOf = (ifMatch: string | undefined): number | undefined =>
  ifMatch === undefined ? undefined : Number(ifMatch.replace(/\D/g, ''));

const { clients, deps } = changeLambda(config, { sqs });

export const handler = api({
  telemetry: deps.telemetry,
  operations: SCHEDULE_OPERATIONS,
  routes: scheduleRoutes({
    ...deps,
    history: dynamoRunHistory(clients.dynamo, config.SCHEDULE_RUNS_TABLE, systemClock),
    templates: dynamoTemplates(clients.dynamo, config.SCHEDULE_TEMPLATES_TABLE),
    queue: sqsRunQueue(clients.sqs, config.RUNS_QUEUE_URL),
    newRunPart: () => randomUUID().slice(0, 8),
  }),
});
