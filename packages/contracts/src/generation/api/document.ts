import type { Operation, Operations, Scope } from '../../api/operation.ts';
import { scopeName } from '../../api/routes.ts';
import { Components, type JsonSchema } from './components.ts';
import { type Parameter, parametersOf } from './parameters.ts';
import { type Response, responsesOf, sharedResponses } from './responses.ts';

export interface ApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  /** Where the API is; absent: a variable of the document. */
  readonly apiUrl?: string;
  /** Where tokens come from. */
  readonly tokenUrl?: string;
}

export interface DocumentedOperation {
  readonly operationId: string;
  readonly tags: readonly [string];
  readonly summary: string;
  readonly description?: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Readonly<Record<string, { readonly schema: JsonSchema; readonly example?: unknown }>>;
  };
  readonly responses: Readonly<Record<string, Response | JsonSchema>>;
}

/** A document of OpenAPI 3.1, as far as it is made here. */
export interface ApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly object[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly responses: Readonly<Record<string, Response>>;
    readonly securitySchemes: Readonly<Record<string, object>>;
  };
}

const SCOPES: Readonly<Record<Scope, string>> = { read: 'See everything', write: 'Change everything' };
const NO_SERVER = 'https://api.example.com';
const NO_TOKENS = 'https://auth.example.com/oauth2/token';

/**
 * The REST API as a document of OpenAPI 3.1: requests as they are sent, answers as they are given, and every error.
 * @throws AlmanacError `NOT_EXPRESSIBLE` for a schema that contains itself and has no id
 */
export function apiDocument(all: Operations, info: ApiInfo): ApiDocument {
  const components = new Components();
  const paths: Record<string, Record<string, DocumentedOperation>> = {};
  for (const [id, operation] of Object.entries(all)) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: documented(id, operation, components),
    };
  }
  const responses = sharedResponses(components);
  const { title, version, description } = info;
  return {
    openapi: '3.1.0',
    info: { title, version, description },
    servers: [serverOf(info)],
    tags: [...new Set(Object.values(all).map(({ tag }) => tag))].map((name) => ({ name })),
    paths: components.resolved(paths),
    components: {
      schemas: components.all(),
      responses: components.resolved(responses),
      securitySchemes: securitySchemes(info),
    },
  };
}

function documented(id: string, operation: Operation, components: Components): DocumentedOperation {
  const { tag, summary, description, scope, body, bodyOptional, example } = operation;
  const parameters = parametersOf(operation, components);
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: scope === undefined ? [] : [{ oauth: [scopeName(scope)] }, { bearer: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: !bodyOptional,
        content: {
          'application/json': { schema: components.schema(body, 'input'), ...(example !== undefined && { example }) },
        },
      },
    }),
    responses: responsesOf(operation, components),
  };
}

const serverOf = ({ apiUrl }: ApiInfo): object =>
  apiUrl === undefined
    ? { url: '{api_url}', variables: { api_url: { default: NO_SERVER, description: 'Output `api_url` of the stack' } } }
    : { url: apiUrl };

const securitySchemes = ({ tokenUrl = NO_TOKENS }: ApiInfo): Record<string, object> => ({
  oauth: {
    type: 'oauth2',
    description: 'Programs: output `token_url` of the stack gives a token for a client id and its secret.',
    flows: {
      clientCredentials: {
        tokenUrl,
        scopes: Object.fromEntries(Object.entries(SCOPES).map(([scope, text]) => [scopeName(scope as Scope), text])),
      },
    },
  },
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
});
