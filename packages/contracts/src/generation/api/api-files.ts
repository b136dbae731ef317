import { canonicalJson } from '@almanac/kernel';
import type { Operations } from '../../api/operation.ts';
import { apiRoutes } from '../../api/routes.ts';
import { apiDocument } from './document.ts';

export const API_DOCUMENT_PATH = 'infra/schemas/api/openapi.json';
export const API_ROUTES_PATH = 'infra/api-routes.json';

/** What the document says of the API as a whole; the version grows with what clients can see. */
export const API_INFO = {
  title: 'Almanac',
  version: '1.0.0',
  description:
    'Schedules over REST. Errors of the functions are `Error`, those of the gateway itself `GatewayError`. Every answer of the functions has the header `x-request-id`, by which the log has the request.',
} as const;

/** What is made from the operations of the REST API: path in the repository -> text. */
export const apiFiles = (all: Operations): Map<string, string> =>
  new Map([
    [API_DOCUMENT_PATH, canonicalJson(apiDocument(all, API_INFO))],
    [API_ROUTES_PATH, canonicalJson(apiRoutes(all))],
  ]);
