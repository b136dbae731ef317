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
  /** A notification that SNS could not deliver. */
  readonly Subject?: string;
  /** A run of a function that Lambda gave up. Source: AWS Lambda developer guide, "Capturing records of asynchronous invocations". */
  readonly requestContext?: { readonly functionArn?: string; readonly condition?: string };
  readonly requestPayload?: Body;
  readonly responsePayload?: { readonly errorType?: string; readonly errorMessage?: string };
  /** An event of a rule that runs at fixed times: ARN of the rule. */
  readonly resources?: readonly string[];
}

function bodyOf(text: string): Body {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

/** The file, billing period, event, notification, function or rule that a message is about; empty where it does not tell. */
export function aboutOf(text: string): string {
  const body = bodyOf(text);
  const { detail, report, billingPeriod, fileId, attempt, Subject, requestContext, resources } = body;
  const { bucket, object } = detail ?? {};
  if (bucket?.name && object?.key) return `s3://${bucket.name}/${object.key}`;
  if (report && billingPeriod) return `${report} ${billingPeriod}`;
  if (fileId && attempt) return `retry ${attempt} of ${fileId}`;
  const event = eventAbout(body.requestPayload ?? body.event ?? body);
  return event ?? Subject ?? requestContext?.functionArn ?? resources?.[0] ?? '';
}

/** Type and id of an event of ours, the id that `events show` takes. */
function eventAbout({ source, id, detail, detailType, ...rest }: Body): string | undefined {
  const type = rest['detail-type'] ?? detailType;
  if (type === undefined || source?.startsWith('aws.')) return undefined;
  return `${type} ${detail?.metadata?.id ?? id ?? ''}`.trim();
}

export const isS3Event = (text: string): boolean => bodyOf(text).source === 'aws.s3';

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
