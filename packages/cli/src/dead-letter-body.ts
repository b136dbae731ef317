/** What is looked for in the body of a dead letter, whoever wrote it; anything may be missing or of another kind. */
interface Body {
  readonly source?: string;
  /** An event, of S3 or of ours. */
  readonly detail?: {
    readonly bucket?: { readonly name?: string };
    readonly object?: { readonly key?: string };
    readonly metadata?: { readonly id?: string };
  };
  readonly id?: string;
  readonly 'detail-type'?: string;
  /** An event in the outbox. */
  readonly detailType?: string;
  /** The event that the audit is to copy, or that a job of post-processing is for. */
  readonly event?: Body;
  readonly bus?: string;
  /** A request to publish. */
  readonly report?: string;
  readonly billingPeriod?: string;
  /** A request to download a file again. */
  readonly fileId?: string;
  readonly attempt?: number;
  /** What SNS delivers, or could not. */
  readonly Subject?: string;
  readonly Message?: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly Value?: string }>>;
  /** A run of a schedule. */
  readonly kind?: string;
  readonly schedule_id?: string;
  readonly scheduled_time?: string;
  readonly manual?: { readonly run_id?: string };
  /** A run of a function that Lambda gave up. Source: AWS Lambda developer guide, "Capturing records of asynchronous invocations". */
  readonly requestContext?: { readonly functionArn?: string; readonly condition?: string };
  readonly requestPayload?: Body;
  readonly responsePayload?: { readonly errorType?: string; readonly errorMessage?: string };
  /** An event of a rule that runs at fixed times: ARN of the rule. */
  readonly resources?: readonly string[];
}

const bodyOf = (text: string): Body => looseJson<Body>(text);

/** JSON that may hold anything, whose parts are looked at one by one. */
function looseJson<Shape extends object>(text: string): Partial<Shape> {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** The file, billing period, run, event, notification, function or rule that a message is about; empty where it does not tell. */
export function aboutOf(text: string): string {
  const body = bodyOf(text);
  const { detail, report, billingPeriod, fileId, attempt, requestContext, resources } = body;
  const { bucket, object } = detail ?? {};
  if (bucket?.name && object?.key) return `s3://${bucket.name}/${object.key}`;
  if (report && billingPeriod) return `${report} ${billingPeriod}`;
  if (fileId && attempt) return `retry ${attempt} of ${fileId}`;
  const event = eventAbout(body.requestPayload ?? body.event ?? body);
  return event ?? runAbout(body) ?? messageAbout(body) ?? requestContext?.functionArn ?? resources?.[0] ?? '';
}

/** A run of a schedule by its ids, which the history of the schedule has. */
const runAbout = ({ kind, schedule_id, scheduled_time, manual }: Body): string | undefined =>
  kind === undefined || schedule_id === undefined
    ? undefined
    : `${schedule_id} ${manual?.run_id ?? scheduled_time ?? ''}`.trim();

/** Of what a topic delivers: its subject, the run that sent it, or the schedule that it asks for. */
function messageAbout({ Subject, Message, MessageAttributes }: Body): string | undefined {
  const { schedule_id, run_id } = MessageAttributes ?? {};
  if (schedule_id?.Value && run_id?.Value) return `${schedule_id.Value} ${run_id.Value}`;
  return Subject ?? (Message === undefined ? undefined : commandAbout(Message));
}

function commandAbout(message: string): string | undefined {
  const { action, schedule_id, name, schedule } = looseJson<Command>(message);
  return typeof action === 'string' ? `${action} ${schedule?.name ?? name ?? schedule_id ?? ''}`.trim() : undefined;
}

interface Command {
  readonly action?: unknown;
  readonly schedule_id?: string;
  readonly name?: string;
  readonly schedule?: { readonly name?: string };
}

/** Type and id of an event of ours, the id that `events show` takes. */
function eventAbout({ source, id, detail, detailType, ...rest }: Body): string | undefined {
  const type = rest['detail-type'] ?? detailType;
  if (type === undefined || source?.startsWith('aws.')) return undefined;
  return `${type} ${detail?.metadata?.id ?? id ?? ''}`.trim();
}

export const isS3Event = (text: string): boolean => bodyOf(text).source === 'aws.s3';

/** Scheduler's words for what it puts in when it hands a run over; in what it could not hand over they may still stand. */
const PLACEHOLDERS = {
  '<aws.scheduler.scheduled-time>': 'SCHEDULED_TIME',
  '<aws.scheduler.execution-id>': 'EXECUTION_ID',
};

/**
 * A run of a schedule as the queue of runs takes it, with the times that Scheduler noted beside one that it could not hand over;
 * undefined for anything else. Source: Scheduler User Guide, "Configuring a schedule's dead-letter queue".
 */
export function runBody(text: string, attributes: Readonly<Record<string, string>>): string | undefined {
  if (runAbout(bodyOf(text)) === undefined) return undefined;
  return Object.entries(PLACEHOLDERS).reduce((body, [placeholder, attribute]) => {
    const value = attributes[attribute];
    return value === undefined ? body : body.replace(placeholder, () => JSON.stringify(value).slice(1, -1));
  }, text);
}

/** What a function was called with or a machine is started with, as JSON; undefined where the message holds no JSON. */
export function payloadIn(text: string): string | undefined {
  try {
    const { requestPayload } = JSON.parse(text) ?? {};
    return requestPayload === undefined ? text : JSON.stringify(requestPayload);
  } catch {
    return undefined;
  }
}

/** A message for the audit names the bus; an event that the rule itself could not deliver may lack it. */
export function auditBody(text: string, ruleArn: string | undefined): string {
  const { bus, event } = bodyOf(text);
  const busOfRule = /:rule\/([^/]+)\//.exec(ruleArn ?? '')?.[1];
  const isWhole = (bus !== undefined && event !== undefined) || busOfRule === undefined;
  return isWhole ? text : `{"bus":${JSON.stringify(busOfRule)},"event":${text}}`;
}

/** Why Lambda gave a run up, as far as the message tells. */
export function errorOfRun(text: string): { readonly code?: string; readonly message?: string } {
  const { requestContext, responsePayload } = bodyOf(text);
  const code = responsePayload?.errorType ?? requestContext?.condition;
  const message = responsePayload?.errorMessage;
  return { ...(code !== undefined && { code }), ...(message !== undefined && { message }) };
}
