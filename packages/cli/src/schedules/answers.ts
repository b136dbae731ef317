import { type components, dataOf } from '@almanac/client';

type Schemas = components['schemas'];
export type Schedule = Schemas['Schedule'];
export type ScheduleRow = Schemas['ScheduleSummary'];
export type Run = Schemas['ScheduleRun'];
export type GroupChange = Schemas['GroupChange'];
export type Template = Schemas['ScheduleTemplate'];

/** What a call of the client gives back. */
export interface Answer<Body> {
  readonly data?: Body;
  readonly response: Response;
}

/** The body of an answer, and whether its status says that something was created. */
export async function createdOf<Body>(call: Promise<Answer<Body>>): Promise<{ body: Body; created: boolean }> {
  const { response } = await call;
  return { body: await dataOf(call), created: response.status === 201 };
}
