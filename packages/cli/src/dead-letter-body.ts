/** What is looked for in the body of a dead letter, whoever wrote it; anything may be missing or of another kind. */
interface Body {
  readonly source?: string;
  /** An event of S3. */
  readonly detail?: { readonly bucket?: { readonly name?: string }; readonly object?: { readonly key?: string } };
  /** A request to publish. */
  readonly report?: string;
  readonly billingPeriod?: string;
  /** A notification that SNS could not deliver. */
  readonly Subject?: string;
  /** A run of a function that Lambda gave up. Source: AWS Lambda developer guide, "Capturing records of asynchronous invocations". */
  readonly requestContext?: { readonly functionArn?: string; readonly condition?: string };
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

/** The file, billing period, notification, function or rule that a message is about; empty where it does not tell. */
export function aboutOf(text: string): string {
  const { detail, report, billingPeriod, Subject, requestContext, resources } = bodyOf(text);
  const { bucket, object } = detail ?? {};
  if (bucket?.name && object?.key) return `s3://${bucket.name}/${object.key}`;
  if (report && billingPeriod) return `${report} ${billingPeriod}`;
  return Subject ?? requestContext?.functionArn ?? resources?.[0] ?? '';
}

export const isS3Event = (text: string): boolean => bodyOf(text).source === 'aws.s3';

/** Why Lambda gave a run up, as far as the message tells. */
export function errorOfRun(text: string): { readonly code?: string; readonly message?: string } {
  const { requestContext, responsePayload } = bodyOf(text);
  const code = responsePayload?.errorType ?? requestContext?.condition;
  const message = responsePayload?.errorMessage;
  return { ...(code !== undefined && { code }), ...(message !== undefined && { message }) };
}
