import { html, prose, type Html } from '../html.ts'
import type { ApiPage, PlacedOperation } from './api-pages.ts'
import type { Document, ResolvedOperation, Schema } from './document.ts'
import { refsOf, renderFields, renderParameters, renderSchema, renderType } from './field-list.ts'
import type { DocsPage } from './frame.ts'
import { codeBlock } from './highlight.ts'
import { answerOf, bodyOf, callerOf, type CallerName, curlOf, exampleOfParameter, typescriptOf } from './samples.ts'

const CALLERS: Readonly<Record<CallerName, string>> = {
  partner: 'Key of a partner, or somebody of it in the console',
  person: 'Session of the console',
  operator: 'Key of an operator',
  member: 'Session of a member',
  anyone: 'No key',
}

/** On every page an answer may be a problem, which the page of errors shows. */
const SHOWN_ELSEWHERE = new Set(['Problem'])

const nameOfRef = ({ $ref = '' }: Schema) => $ref.slice($ref.lastIndexOf('/') + 1)

/** What a script needs to send the request from the page. */
function tryFactsOf(placed: PlacedOperation): string {
  const { method, path, operation, changes } = placed
  const parameters = (operation.parameters ?? []).map((one) => ({
    name: one.name,
    in: one.in,
    required: one.required === true,
    example: one.required === true ? exampleOfParameter(one) : '',
  }))
  const body = bodyOf(operation)
  return JSON.stringify({
    method: method.toUpperCase(),
    path,
    caller: callerOf(operation),
    changes,
    parameters,
    ...(body?.type === 'application/json' ? { body: body.content.example } : {}),
  })
}

/** The browser sends requests with keys and JSON; sessions and pictures are for our other pages and for programs. */
function canBeTried({ operation }: PlacedOperation): boolean {
  const type = bodyOf(operation)?.type ?? 'application/json'
  const caller = callerOf(operation)
  return caller !== 'member' && caller !== 'person' && type === 'application/json'
}

function renderBody(document: Document, operation: ResolvedOperation): Html {
  const body = bodyOf(operation)
  if (body === null) return html``
  const { type, content } = body
  const note = html`<p class="quiet">${prose(operation.requestBody?.description ?? '')}.</p>`
  if (type !== 'application/json') {
    const types = Object.keys(operation.requestBody?.content ?? {}).map(
      (one, at) => html`${at === 0 ? '' : ', '}<code>${one}</code>`,
    )
    return html`<h3>Body</h3>
      <p>The bytes of the picture, as ${types}.</p>
      ${note}`
  }
  const named = document.components.schemas[nameOfRef(content.schema)] ?? content.schema
  const shown =
    named.properties === undefined ? html`<p>${renderType(content.schema)}, as JSON.</p>` : renderFields(named, false)
  return html`<h3>Body</h3>
    ${shown} ${note}`
}

/** The codes of an operation by status, each with a link to what it means. */
function renderRefusals({ responses }: ResolvedOperation): Html {
  const rows = Object.entries(responses).flatMap(([status, { content }]) => {
    const examples = (content?.['application/problem+json'] as { examples?: object } | undefined)?.examples
    if (examples === undefined) return []
    const codes = Object.keys(examples).map((code) => html`<a href="/docs/errors#${code}">${code}</a> `)
    return [
      html`<dt>${status}</dt>
        <dd>${codes}</dd>`,
    ]
  })
  return html`<details class="refusals">
    <summary>Refusals</summary>
    <dl>${rows}</dl>
  </details>`
}

function renderAnswer(operation: ResolvedOperation): Html {
  const { status, schema } = answerOf(operation)
  const what = schema === null ? html`no body` : renderType(schema)
  return html`<p class="returns">Answers <code>${status}</code> with ${what}.</p>`
}

function renderSamples(placed: PlacedOperation): Html {
  const { status, example } = answerOf(placed.operation)
  return html`<div class="samples">
    <div class="tabs">${codeBlock(curlOf(placed), 'sh', 'curl')} ${codeBlock(typescriptOf(placed), 'ts')}</div>
    ${example === undefined ? '' : codeBlock(JSON.stringify(example, null, 2), 'json', `Answer ${status}`)}
  </div>`
}

function renderOperation(document: Document, placed: PlacedOperation): Html {
  const { method, path, operation, changes } = placed
  const { operationId, parameters = [] } = operation
  return html`<section
    class="operation"
    id="${operationId}"
    ${canBeTried(placed) ? html`data-call="${tryFactsOf(placed)}"` : ''}
  >
    <div class="words">
      <h2><a href="#${operationId}">${operation.summary}</a></h2>
      <p class="route"><span class="method ${method}">${method.toUpperCase()}</span> <code>${path}</code></p>
      <p class="facts">
        <span>${CALLERS[callerOf(operation)]}</span><span>${changes ? 'Changes data' : 'Reads only'}</span>
      </p>
      <p>${prose(operation.description)}</p>
      ${
        parameters.length === 0
          ? ''
          : html`<h3>Parameters</h3>
              ${renderParameters(parameters)}`
      }
      ${renderBody(document, operation)}
      <h3>Answer</h3>
      ${renderAnswer(operation)} ${renderRefusals(operation)}
    </div>
    ${renderSamples(placed)}
  </section>`
}

/** The named schemas that a page links to, with those that they link to themselves. */
function schemasOf(document: Document, operations: readonly PlacedOperation[]): [name: string, schema: Schema][] {
  const found = new Set<string>()
  const visit = (names: readonly string[]): void => {
    for (const name of names) {
      const schema = document.components.schemas[name]
      if (found.has(name) || schema === undefined || SHOWN_ELSEWHERE.has(name)) continue
      found.add(name)
      visit(refsOf(schema))
    }
  }
  for (const { operation } of operations) {
    const { schema } = bodyOf(operation)?.content ?? {}
    const named = schema === undefined ? undefined : document.components.schemas[nameOfRef(schema)]
    // The fields of a body stand where it is sent: only what they refer to needs a place of its own.
    if (schema !== undefined) visit(named?.properties === undefined ? refsOf(schema) : refsOf(named))
    const answer = answerOf(operation).schema
    if (answer !== null) visit(refsOf(answer))
    for (const { schema: value } of operation.parameters ?? []) visit(refsOf(value))
  }
  return [...found].map((name): [string, Schema] => [name, document.components.schemas[name] ?? {}])
}

/** The path of a page of the reference. */
export const apiPath = (slug: string): string => `/docs/api/${slug}`

/** Names of the objects that a page shows. */
export function objectsOf(document: Document, { operations }: ApiPage): string[] {
  return schemasOf(document, operations).map(([name]) => name)
}

/** A page of the reference: each operation with its fields beside what is sent and answered. */
export function makeApiPage(document: Document, page: ApiPage): DocsPage {
  const { slug, title, lead, operations } = page
  const schemas = schemasOf(document, operations)
  return {
    path: apiPath(slug),
    title,
    description: lead,
    layout: 'reference',
    sections: [
      ...operations.map(({ operation }) => ({ id: operation.operationId, title: operation.summary })),
      ...(schemas.length === 0 ? [] : [{ id: 'objects', title: 'Objects' }]),
    ],
    main: html`<h1>${title}</h1>
      <p class="lead">${lead}</p>
      ${operations.map((placed) => renderOperation(document, placed))}
      ${
        schemas.length === 0
          ? ''
          : html`<section id="objects" class="objects">
              <h2>Objects</h2>
              ${schemas.map(([name, schema]) => renderSchema(name, schema))}
            </section>`
      }`,
  }
}
