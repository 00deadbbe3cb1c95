import { html, prose, type Html } from '../html.ts'
import { apiPath } from './api-page.ts'
import type { ApiPage } from './api-pages.ts'
import type { Document } from './document.ts'
import { schemaAnchor } from './field-list.ts'
import type { DocsPage } from './frame.ts'
import { codeBlock } from './highlight.ts'
import { placesOfObjects } from './search-entries.ts'

/** How every TypeScript sample gets its client. */
export const CLIENT_SETUP = `import { createEntente } from '@entente/client'

const entente = createEntente({
  baseUrl: process.env.ENTENTE ?? 'http://localhost:8080',
  apiKey: process.env.KEY ?? null,
})`

const SHELL_SETUP = `export ENTENTE=http://localhost:8080   # where the server is
export KEY=ent_...                     # shown once when a partner is added`

const FIRST_REQUEST = `curl "$ENTENTE/v1/partner" -H "Authorization: Bearer $KEY"`

const DOORS: readonly (readonly [path: string, title: string, text: string])[] = [
  ['/docs/quick-start', 'Quick start', 'From nothing to points, a return, a receipt and a redemption in ten minutes.'],
  [
    '/docs/guides/till',
    'Till',
    'Who is at the till, giving points, taking points, and what to do when no answer comes.',
  ],
  ['/docs/guides/shop', 'Online shop', 'Points for orders, and points as a way to pay at the checkout.'],
  ['/docs/guides/partner-finance', 'Partner finance', 'Totals, lists and batches for the books of a brand.'],
  ['/docs/guides/auditor', 'Auditor', 'Check receipts, balances and contracts without trusting Entente.'],
  ['/docs/events', 'Events', 'Follow what happens to your members, purchases and redemptions.'],
]

/** The requests that most integrations begin with. */
const FIRST_OPERATIONS = ['recordPurchase', 'recordReturn', 'holdPoints', 'findMember', 'listEvents']

/** What holds for every request. */
const CONVENTIONS: readonly (readonly [term: string, text: string])[] = [
  ['Base address', 'Every path begins with `/v1` at the address of this server. Requests and answers are JSON.'],
  [
    'Keys',
    'Send `Authorization: Bearer` with the API key of your brand. A key has scopes, and each request says which one it needs. Keys of operators are others, and a key never belongs in a page or an app.',
  ],
  [
    'Amounts',
    'Points and money are whole numbers as text, money in the smallest unit: `"1999"` is £19.99. JSON numbers are refused.',
  ],
  ['Times', 'RFC 3339, such as `2026-11-23T10:15:00Z`.'],
  [
    'Repeating',
    'Every `POST` that changes something takes an `Idempotency-Key`. The same key and body get the first answer again, with `Idempotent-Replayed: true`.',
  ],
  ['Lists', '`{ data, nextCursor }`, newest first. Pass `nextCursor` as `cursor` until it is null.'],
  ['Refusals', 'A problem (RFC 9457) with a stable `code`.'],
  [
    'Limits',
    'The answer headers `RateLimit` and `RateLimit-Policy` say how much is left. A 429 comes with `Retry-After`. The request id is in `X-Request-Id`.',
  ],
]

const MACHINES: readonly (readonly [path: string, text: string, isLink: boolean])[] = [
  ['/v1/status', 'Points, entries, the newest block, and how long entries take to the ledger. No key needed.', true],
  ['/healthz', 'Answers while the process lives.', true],
  ['/readyz', 'Says whether the server can serve: 200 or 503, with each check.', true],
  ['/metrics', 'Figures for Prometheus, with the token of the operator.', false],
  ['/openapi.json', 'The OpenAPI 3.1 document that these pages and the client are made from.', true],
  ['/.well-known/security.txt', 'Where to report weaknesses, where the operator names a contact.', false],
]

const definitions = (rows: readonly (readonly [term: Html, text: Html])[]): Html =>
  html`<dl class="facts-list">
    ${rows.map(
      ([term, text]) =>
        html`<dt>${term}</dt>
          <dd>${text}</dd>`,
    )}
  </dl>`

/** Each request by its name: links to `/docs#recordPurchase` of the time when all was on one page lead here. */
function renderRequests(pages: readonly ApiPage[]): Html {
  return html`<div class="requests">
    ${pages.map(
      ({ slug, title, operations }) =>
        html`<section>
          <h3><a href="${apiPath(slug)}">${title}</a></h3>
          <ul>
            ${operations.map(
              ({ method, path, operation: { operationId, summary } }) =>
                html`<li id="${operationId}">
                  <a href="${apiPath(slug)}#${operationId}">${summary}</a>
                  <small><span class="method ${method}">${method.toUpperCase()}</span> ${path}</small>
                </li>`,
            )}
          </ul>
        </section>`,
    )}
  </div>`
}

/** One step from the first page to what most readers came for. */
function renderShortcuts(pages: readonly ApiPage[]): Html {
  const placed = pages.flatMap(({ slug, operations }) => operations.map(({ operation }) => ({ slug, operation })))
  return html`<p class="shortcuts">
    Most used:
    ${FIRST_OPERATIONS.map((name) => {
      const found = placed.find(({ operation }) => operation.operationId === name)
      if (found === undefined) throw new Error(`no operation is called ${name}`)
      return html`<a href="${apiPath(found.slug)}#${name}">${found.operation.summary}</a> `
    })}
  </p>`
}

function renderObjects(document: Document, pages: readonly ApiPage[]): Html {
  const places = [...placesOfObjects(document, pages), ['Problem', '/docs/errors#problem'] as const]
  return html`<ul class="names">
    ${places
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([name, path]) => html`<li id="${schemaAnchor(name)}"><a href="${path}">${name}</a></li>`)}
  </ul>`
}

function renderStart(): Html {
  return html`<h2 id="start">Your first request</h2>
    <p>
      Start a server with <code>npm start</code>, or ask the operator of your coalition for an address and a key. All
      samples use these two variables.
    </p>
    <div class="pair">
      ${codeBlock(`${SHELL_SETUP}\n\n${FIRST_REQUEST}`, 'sh', 'curl')} ${codeBlock(CLIENT_SETUP, 'ts')}
    </div>
    <p>
      The client is generated from the OpenAPI document. The <a href="/docs/quick-start">quick start</a> says how to
      install it, and goes on from here.
    </p>`
}

/** The first page: what there is, and how to begin. */
export function makeWelcomePage(document: Document, pages: readonly ApiPage[]): DocsPage {
  return {
    path: '/docs',
    title: 'Welcome',
    description: 'How to give and take points with the Entente API: guides, reference, errors and events.',
    layout: 'text',
    sections: [
      { id: 'start', title: 'Your first request' },
      { id: 'conventions', title: 'What holds everywhere' },
      { id: 'requests', title: 'All requests' },
      { id: 'objects', title: 'All objects' },
      { id: 'machines', title: 'For machines' },
    ],
    main: html`<h1>Entente API</h1>
      <p class="lead">
        Loyalty points that customers earn at one brand and spend at another, on a ledger that anybody can check.
        Connect a till or a shop with a handful of requests.
      </p>
      <ul class="doors">
        ${DOORS.map(
          ([path, title, text]) =>
            html`<li>
              <a href="${path}">${title}</a>
              <p>${text}</p>
            </li>`,
        )}
      </ul>
      ${renderShortcuts(pages)} ${renderStart()}
      <h2 id="conventions">What holds everywhere</h2>
      ${definitions(CONVENTIONS.map(([term, text]) => [html`${term}`, prose(text)]))}
      <h2 id="requests">All requests</h2>
      ${renderRequests(pages)}
      <h2 id="objects">All objects</h2>
      ${renderObjects(document, pages)}
      <h2 id="machines">For machines</h2>
      ${definitions(
        MACHINES.map(([path, text, isLink]) => [
          isLink ? html`<a href="${path}">${path}</a>` : html`<code>${path}</code>`,
          html`${text}`,
        ]),
      )}`,
  }
}
