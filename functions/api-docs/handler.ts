import { createHash } from 'node:crypto';
import { API_OPERATIONS, DOCS_OPERATIONS, type Routes } from '@almanac/contracts';
import { API_INFO, type ApiDocument, type ApiPage, apiDocument, apiPage } from '@almanac/contracts/generation';
import { api, env, string, telemetry } from '@almanac/lambda';

const { API_URL, TOKEN_URL, AWS_LAMBDA_FUNCTION_NAME } = env({
  API_URL: string(),
  TOKEN_URL: string(),
  AWS_LAMBDA_FUNCTION_NAME: string(),
});

/** The page allows its own style, and nothing else; neither changes while a version of the function lives. */
export const docsRoutes = (document: ApiDocument, { html, style }: ApiPage): Routes<typeof DOCS_OPERATIONS> => {
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  const cached = { 'cache-control': 'public, max-age=300' };
  return {
    getOpenApi: async () => ({ status: 200, headers: cached, body: { ...document } }),
    getDocs: async () => ({ status: 200, headers: { ...cached, 'content-security-policy': policy }, body: html }),
  };
};

const urls = { apiUrl: API_URL, tokenUrl: TOKEN_URL };
const document = apiDocument(API_OPERATIONS, { ...API_INFO, ...urls });

export const handler = api({
  telemetry: telemetry(AWS_LAMBDA_FUNCTION_NAME),
  operations: DOCS_OPERATIONS,
  routes: docsRoutes(document, apiPage(document, urls)),
});
