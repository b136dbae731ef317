import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';

/** The types of the client from the OpenAPI document, as the text of a TypeScript file. */
export const clientTypes = async (document: string): Promise<string> =>
  `${COMMENT_HEADER}${astToString(await openapiTS(document, { alphabetize: true, defaultNonNullable: false }))}`;
