import type { JsonSchema } from '../components.ts';
import type { DocumentedOperation } from '../document.ts';
import type { Response } from '../responses.ts';
import { type Html, html, prose } from './html.ts';
import { fieldRow, fieldTable, typeOf } from './schema-rows.ts';

export interface Placed {
  readonly method: string;
  readonly path: string;
  readonly operation: DocumentedOperation;
}

/** Everything about one operation. */
export function operationSection(
  { method, path, operation }: Placed,
  shared: Readonly<Record<string, Response>>,
): Html {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  const body = requestBody?.content['application/json'];
  return html`<section aria-labelledby="${operationId}">
<h3 id="${operationId}">${summary}</h3>
<p><b class="${method}">${method.toUpperCase()}</b> <code>${path}</code> ${scopeOf(operation)}</p>
${description !== undefined && html`<p>${prose(description)}</p>`}
${fieldTable(
  'Parameters',
  parameters.map(({ name, in: place, required, description: text, schema }) =>
    fieldRow(name, { ...schema, description: `${text ?? ''} (${place})`.trim() }, required),
  ),
)}
${body && html`<p>Body${requestBody?.required === false && ' (may be left out)'}: ${typeOf(body.schema)}</p>`}
${body?.example !== undefined && html`<pre tabindex="0"><code>${JSON.stringify(body.example, null, 2)}</code></pre>`}
<table><caption>Answers</caption><thead><tr><th scope="col">Status</th><th scope="col">Body</th><th scope="col">When</th></tr></thead><tbody>
${Object.entries(responses).map(([status, response]) => answerRow(status, resolved(response, shared)))}
</tbody></table>
</section>
`;
}

function scopeOf({ security }: DocumentedOperation): Html {
  const scope = security.flatMap(({ oauth = [] }) => oauth)[0];
  return html`<span class="scope">${scope === undefined ? 'open to anybody' : `needs ${scope}`}</span>`;
}

function resolved(response: Response | JsonSchema, shared: Readonly<Record<string, Response>>): Response {
  const name = '$ref' in response ? String(response.$ref).split('/').at(-1) : undefined;
  return (name === undefined ? (response as Response) : shared[name]) ?? { description: '' };
}

function answerRow(status: string, { description, headers = {}, content = {} }: Response): Html {
  const bodies = Object.entries(content).map(([type, { schema }]) =>
    type === 'application/json' ? typeOf(schema) : html`${type}`,
  );
  const said = Object.entries(headers).map(([name, header]) => html` <code>${name}</code>: ${header.description}.`);
  return html`<tr><th scope="row">${status}</th><td>${bodies.length > 0 ? bodies : 'none'}</td><td>${prose(description)}.${said}</td></tr>`;
}
