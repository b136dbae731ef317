import * as z from 'zod';

/** What our functions answer where a request fails. */
export const apiError = z
  .object({
    error: z.string().min(1).describe('What went wrong, for programs, such as `invalid_schedule_expression`'),
    message: z.string().min(1).describe('What went wrong and what to do, in a sentence'),
    details: z.unknown().optional().describe('Which field, which value, what was expected: depends on the error'),
    request_id: z.string().optional().describe('Names this request in the logs'),
  })
  .meta({ id: 'Error' });
export type ApiError = z.infer<typeof apiError>;

/** What API Gateway itself answers: no valid token, no scope, no such route, too many requests. */
export const gatewayError = z.object({ message: z.string().nullable().optional() }).meta({ id: 'GatewayError' });
