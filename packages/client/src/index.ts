export { type ApiClient, apiClient, type ClientOptions, dataOf } from './api-client.ts';
export type { components, operations, paths } from './schema.ts';
