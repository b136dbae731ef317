import type { z } from 'zod';

/** What a caller's token must allow; `undefined` in an operation: anybody may call it. */
export type Scope = 'read' | 'write';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** One kind of answer of an operation. */
export interface Answer<Body extends z.ZodType = z.ZodType> {
  /** When it is given, in a sentence. */
  readonly description: string;
  /** Absent where the answer has no body. */
  readonly body?: Body;
  /** Of a body that is a text and not JSON, such as `text/html; charset=utf-8`. */
  readonly contentType?: string;
  /** Response headers by lower-case name, and what each says. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly example?: unknown;
}

/**
 * What is agreed about one request of the REST API: route, authorizer, validation, OpenAPI document and client are made of
 * it. Parameters, query and headers arrive as texts, so their schemas take texts.
 */
export interface Operation {
  readonly method: Method;
  /** As API Gateway writes it: `/api/schedules/{id}`. */
  readonly path: string;
  /** Folder of the function that answers. */
  readonly handler: string;
  readonly scope: Scope | undefined;
  readonly tag: string;
  /** One sentence. */
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** By lower-case name. */
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Whether a request without a body is allowed. */
  readonly bodyOptional?: boolean;
  /** A complete body of a request. */
  readonly example?: unknown;
  /** By HTTP status. */
  readonly answers: Readonly<Record<number, Answer>>;
  /** Codes of errors, lower case as they are answered, beyond those that every operation can answer. */
  readonly errors: readonly string[];
}

/** Operations by their id (OpenAPI's `operationId`). */
export type Operations = Readonly<Record<string, Operation>>;

/** Keeps the types of each operation's schemas; otherwise gives back what it is given. */
export const operations = <const Ops extends Operations>(all: Ops): Ops => all;

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** A request of an operation, read and checked. */
export interface RequestOf<Op extends Operation> {
  readonly params: Parsed<Op['params']>;
  readonly query: Parsed<Op['query']>;
  readonly headers: Parsed<Op['headers']>;
  readonly body: Op['bodyOptional'] extends true ? Parsed<Op['body']> | undefined : Parsed<Op['body']>;
  /** Who calls, as the token says. */
  readonly caller: string;
  readonly requestId: string;
}

/** A value that is only read, all the way down. */
type Unchanged<Value> = Value extends readonly (infer Item)[]
  ? readonly Unchanged<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: Unchanged<Value[Key]> }
    : Value;

/** What an operation may answer: one of its declared statuses, with the body and headers of that. */
export type AnswerOf<Op extends Operation> = {
  [Status in keyof Op['answers']]: {
    readonly status: Status;
    readonly headers?: Readonly<Record<string, string>>;
  } & (Op['answers'][Status] extends { readonly body: infer Body extends z.ZodType }
    ? { readonly body: Unchanged<z.input<Body>> }
    : { readonly body?: undefined });
}[keyof Op['answers']];

/** A function for each operation of a set. */
export type Routes<Ops extends Operations> = {
  readonly [Id in keyof Ops]: (request: RequestOf<Ops[Id]>) => Promise<AnswerOf<Ops[Id]>>;
};
