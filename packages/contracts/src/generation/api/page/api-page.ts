import type { ApiDocument } from '../document.ts';
import { type Html, html, prose } from './html.ts';
import { operationSection, type Placed } from './operation-section.ts';
import { fieldRows, fieldTable, typeOf } from './schema-rows.ts';
import { STYLE } from './style.ts';

/** A page, and the style that it holds: what its Content-Security-Policy must allow, and all that it must. */
export interface ApiPage {
  readonly html: string;
  readonly style: string;
}

/** The document as a page for people: without scripts, and without anything to load. */
export function apiPage(document: ApiDocument, { apiUrl, tokenUrl }: { apiUrl: string; tokenUrl: string }): ApiPage {
  const { info, tags, components } = document;
  const placed = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Placed => ({ method, path, operation })),
  );
  const ofTag = (tag: string): Placed[] => placed.filter(({ operation }) => operation.tags.includes(tag));
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>${info.title} API</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the operations</a>
<header>
<h1>${info.title} API</h1>
<p>${prose(info.description)} Version ${info.version}; the same for programs: <a href="openapi.json">openapi.json</a>.</p>
${calling(apiUrl, tokenUrl)}
</header>
<nav aria-label="Operations">
${tags.map(({ name }) => html`<h2>${name}</h2><ul>${ofTag(name).map(linkTo)}</ul>`)}
</nav>
<main id="content">
${tags.map(({ name }) => html`<h2>${name}: in detail</h2>${ofTag(name).map((one) => operationSection(one, components.responses))}`)}
<h2>Schemas</h2>
${Object.entries(components.schemas).map(
  ([name, schema]) => html`<section aria-labelledby="schema-${name}"><h3 id="schema-${name}">${name}</h3>
<p>${typeOf(schema)}${schema.description !== undefined && [': ', prose(schema.description)]}</p>${fieldTable(`Fields of ${name}`, fieldRows(schema))}</section>
`,
)}
</main>
</body>
</html>
`;
  return { html: page.html, style: STYLE };
}

const linkTo = ({ method, operation }: Placed): Html =>
  html`<li><b class="${method}">${method.toUpperCase()}</b> <a href="#${operation.operationId}">${operation.summary}</a></li>`;

/** The token out of an answer, with what every machine has. */
const TOKEN_ONLY = String.raw`sed 's/.*"access_token": *"\([^"]*\)".*/\1/'`;

const calling = (apiUrl: string, tokenUrl: string): Html => html`<h2>Calling it</h2>
<p>A program gets a token for its client id and secret, and sends it with every request:</p>
<pre tabindex="0"><code>TOKEN=$(curl -s -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials ${tokenUrl} | ${TOKEN_ONLY})
curl -s -H "Authorization: Bearer $TOKEN" ${apiUrl}/api/schedules</code></pre>
`;
