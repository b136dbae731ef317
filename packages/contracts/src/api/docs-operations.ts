import * as z from 'zod';
import { operations } from './operation.ts';

const HANDLER = 'api-docs';
const TAG = 'Documentation';

/** What anybody may read: the description of the API itself. */
export const DOCS_OPERATIONS = operations({
  getOpenApi: {
    method: 'GET',
    path: '/openapi.json',
    handler: HANDLER,
    scope: undefined,
    tag: TAG,
    summary: 'The API as a document of OpenAPI 3.1',
    answers: { 200: { description: 'The document', body: z.record(z.string(), z.unknown()) } },
    errors: [],
  },
  getDocs: {
    method: 'GET',
    path: '/docs',
    handler: HANDLER,
    scope: undefined,
    tag: TAG,
    summary: 'The API as a page for people',
    answers: {
      200: {
        description: 'A page that loads nothing else',
        body: z.string(),
        contentType: 'text/html; charset=utf-8',
        headers: { 'content-security-policy': 'Allows the style of the page and nothing else' },
      },
    },
    errors: [],
  },
});
