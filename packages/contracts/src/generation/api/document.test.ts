import { describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import * as z from 'zod';
import { API_OPERATIONS } from '../../api/index.ts';
import { operations } from '../../api/operation.ts';
import { API_INFO, apiFiles } from './api-files.ts';
import { apiDocument } from './document.ts';

const INFO = { title: 'Things', version: '1.0.0', description: 'About things' };
const SCHEMAS = '#/components/schemas/';

const size = z
  .object({ width: z.int().default(1) })
  .strict()
  .meta({ id: 'Size' });
const colour = z.object({ name: z.string() }).meta({ id: 'Colour' });
const thing = z.object({ id: z.string(), size, colour, data: z.record(z.string(), z.json()) }).meta({ id: 'Thing' });
const common = { handler: 'things', tag: 'Things' };
const THINGS = operations({
  putThing: {
    ...{ ...common, method: 'PUT', path: '/things/{id}', scope: 'write', summary: 'Put', errors: ['name_taken'] },
    params: z.object({ id: z.string().describe('Its id') }),
    query: z.object({
      limit: z.string().regex(/^\d+$/).transform(Number).pipe(z.int().max(9)).default(3),
      since: z.iso
        .datetime()
        .transform((text) => new Date(text))
        .optional(),
      kind: z.enum(['a', 'b']),
    }),
    headers: z.object({ 'if-match': z.string().optional() }),
    body: z
      .object({ size, colour })
      .strict()
      .meta({ id: 'ThingInput', example: { size: {} } }),
    example: { size: { width: 2 }, colour: { name: 'red' } },
    answers: {
      200: { description: 'It', body: thing, headers: { etag: 'Its version' } },
      204: { description: 'Gone' },
    },
  },
  postThing: {
    ...{ ...common, method: 'POST', path: '/things', scope: 'write', summary: 'Post' },
    answers: { 204: { description: 'Done' } },
    errors: ['thing_not_found', 'schedule_busy'],
  },
  getPage: {
    ...{ ...common, method: 'GET', path: '/page', scope: undefined, summary: 'A page', errors: [] },
    answers: { 200: { description: 'A page', body: z.string(), contentType: 'text/html' } },
  },
});

describe('the document of the API', () => {
  it.each([
    ['these', THINGS],
    ['all', API_OPERATIONS],
  ])('is one of OpenAPI 3.1 for %s operations', async (_, all) => {
    const { valid, errors } = await new Validator().validate({ ...apiDocument(all, INFO) });
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
  });

  it('is found wrong by the validator where it is', async () => {
    const { openapi: _, ...without } = apiDocument(THINGS, INFO);
    expect(await new Validator().validate({ ...without, openapi: '3.1.0', info: {} })).toMatchObject({ valid: false });
  });

  it('refers to nothing that is not there', () => {
    const document = apiDocument(API_OPERATIONS, INFO);
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
    expect(refs.length).toBeGreaterThan(50);
    expect(JSON.stringify(document).match(/"\$ref"/g)).toHaveLength(refs.length);
    const components: Record<string, object> = document.components;
    expect(refs.filter(([, kind = '', name = '']) => !Object.hasOwn(components[kind] ?? {}, name))).toEqual([]);
  });

  const { paths, components, servers } = apiDocument(THINGS, INFO);
  const put = paths['/things/{id}']?.put;

  it('describes parameters as what is read from their texts', () => {
    expect(put?.parameters).toEqual([
      { name: 'id', in: 'path', required: true, description: 'Its id', schema: { type: 'string' } },
      {
        ...{ name: 'limit', in: 'query', required: false },
        schema: { type: 'integer', default: 3, maximum: 9 },
      },
      { name: 'since', in: 'query', required: false, schema: { type: 'string', format: 'date-time' } },
      { name: 'kind', in: 'query', required: true, schema: { type: 'string', enum: ['a', 'b'] } },
      { name: 'If-Match', in: 'header', required: false, schema: { type: 'string' } },
    ]);
  });

  it('describes requests as they are sent and answers as they are given, under one name where that is the same', () => {
    expect(Object.keys(components.schemas).sort()).toEqual(
      ['Colour', 'Error', 'GatewayError', 'Size', 'SizeRequest', 'Thing', 'ThingInput'].sort(),
    );
    expect(components.schemas.SizeRequest).not.toHaveProperty('required');
    expect(components.schemas.Size).toMatchObject({ required: ['width'] });
    expect(components.schemas.Size).not.toHaveProperty('additionalProperties');
    expect(components.schemas.ThingInput).toMatchObject({
      ...{ additionalProperties: false, examples: [{ size: {} }] },
      properties: { size: { $ref: `${SCHEMAS}SizeRequest` }, colour: { $ref: `${SCHEMAS}Colour` } },
    });
    expect(components.schemas.Thing).toMatchObject({
      properties: {
        size: { $ref: `${SCHEMAS}Size` },
        data: { additionalProperties: { description: 'Any JSON value' } },
      },
    });
  });

  it('declares every answer: that of the operation, its errors, and those of all', () => {
    expect(Object.keys(put?.responses ?? {})).toEqual([
      '200',
      '204',
      '400',
      '401',
      '403',
      '404',
      '409',
      '413',
      '429',
      '500',
      '503',
    ]);
    expect(put?.responses).toMatchObject({
      200: { headers: { etag: { description: 'Its version' } } },
      204: { description: 'Gone' },
      401: { $ref: '#/components/responses/Unauthorized' },
      409: { description: expect.stringContaining('`name_taken`') },
    });
    expect(put?.responses[204]).not.toHaveProperty('content');
    expect(components.responses.TooManyRequests).toMatchObject({
      headers: { 'retry-after': { schema: { type: 'integer' } } },
      content: {
        'application/json': { schema: { anyOf: [{ $ref: `${SCHEMAS}Error` }, { $ref: `${SCHEMAS}GatewayError` }] } },
      },
    });
    const [ours, gateways] = [{ $ref: `${SCHEMAS}Error` }, { $ref: `${SCHEMAS}GatewayError` }];
    const json = (schema: object) => ({ content: { 'application/json': { schema } } });
    expect(put?.responses).toMatchObject({ 404: json({ anyOf: [ours, gateways] }), 409: json(ours) });
    expect(components.responses).toMatchObject({ Unavailable: json(gateways), TooLarge: json(gateways) });
    expect(paths['/things']?.post?.responses).toMatchObject({
      404: json(ours),
      503: {
        description: 'It cannot be done now, or not in time: `schedule_busy`',
        ...json({ anyOf: [ours, gateways] }),
      },
    });
    const page = paths['/page']?.get;
    expect(Object.keys(page?.responses ?? {})).toEqual(['200', '400', '429', '500', '503']);
    expect(page?.responses[200]).toMatchObject({ content: { 'text/html': { schema: { type: 'string' } } } });
  });

  it('says what a token must allow, and where the API is', () => {
    expect(put).toMatchObject({ operationId: 'putThing', security: [{ oauth: ['almanac/write'] }, { bearer: [] }] });
    expect(paths['/page']?.get?.security).toEqual([]);
    expect(servers).toEqual([expect.objectContaining({ url: '{api_url}' })]);
    const placed = apiDocument(THINGS, { ...INFO, apiUrl: 'https://a.example.org', tokenUrl: 'https://t.example.org' });
    expect(placed.servers).toEqual([{ url: 'https://a.example.org' }]);
    expect(JSON.stringify(placed.components.securitySchemes)).toContain('https://t.example.org');
  });

  it('refuses a schema that contains itself and has no name', () => {
    const tree: z.ZodType = z.object({ children: z.array(z.lazy(() => tree)) });
    const all = operations({
      ...THINGS,
      getPage: { ...THINGS.getPage, answers: { 200: { description: 'It', body: z.object({ tree }) } } },
    });
    expect(() => apiDocument(all, INFO)).toThrow(expect.objectContaining({ code: 'NOT_EXPRESSIBLE' }));
  });

  it('comes with the routes for API Gateway', () => {
    const routes = JSON.parse(apiFiles(THINGS).get('infra/api-routes.json') ?? '');
    expect(routes).toEqual([
      { route_key: 'GET /page', handler: 'things', scope: null },
      { route_key: 'POST /things', handler: 'things', scope: 'write' },
      { route_key: 'PUT /things/{id}', handler: 'things', scope: 'write' },
    ]);
    expect(API_INFO.version).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
