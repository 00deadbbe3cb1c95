import { SESSION_COOKIE_PLAIN } from '../../auth/sessions.ts'
import { type Content, type Document, type ResolvedOperation, resolveOperation } from './docs-document.ts'
import { renderSchema, renderType } from './docs-schema.ts'
import { html, page, prose, table, type Html } from './html.ts'

const CALLERS: Readonly<Record<string, string>> = {
  partnerKey: "Called with a partner's API key.",
  operatorKey: "Called with an operator's API key.",
  memberSession: 'Called by a signed-in member.',
}

interface Placed {
  readonly method: string
  readonly path: string
  readonly operation: ResolvedOperation
}

/** The first type in which a body is taken, and what it must be. */
function bodyOf({ requestBody }: ResolvedOperation): [type: string, content?: Content] {
  return Object.entries(requestBody?.content ?? {})[0] ?? ['']
}

function renderBodyType(operation: ResolvedOperation): Html {
  const [type, content] = bodyOf(operation)
  if (content !== undefined && type === 'application/json') return renderType(content.schema)
  return html`the bytes of ${Object.keys(operation.requestBody?.content ?? {}).join(', ')}`
}

function renderParameters({ parameters = [] }: ResolvedOperation): Html {
  if (parameters.length === 0) return html``
  const rows = parameters.map(
    ({ name, in: place, required, description, schema }) =>
      html`<tr>
        <td><code>${name}</code>${required === true ? '' : html` <span class="quiet">optional</span>`}</td>
        <td>${place}</td>
        <td>${renderType(schema)}</td>
        <td>${prose(description ?? '')}</td>
      </tr>`,
  )
  return table(['Parameter', 'In', 'Value', 'Meaning'], rows)
}

function credentialsOf({ security }: ResolvedOperation): string[] {
  if (security.length === 0) return []
  const isMember = security.some((demand) => 'memberSession' in demand)
  if (!isMember) return ['-H "Authorization: Bearer $ENTENTE_KEY"']
  return [`-H "Cookie: ${SESSION_COOKIE_PLAIN}=$ENTENTE_SESSION"`, '-H "Origin: http://localhost:8080"']
}

/** A command that works as it stands once the key is filled in. */
function curlOf({ method, path, operation }: Placed): string {
  const query = (operation.parameters ?? []).filter(({ in: place, required }) => place === 'query' && required === true)
  const search = query
    .map(({ name, schema }) => `${name}=${typeof schema.example === 'string' ? schema.example : ''}`)
    .join('&')
  const [type, content] = bodyOf(operation)
  const lines = [
    `curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} "http://localhost:8080${path}${search === '' ? '' : `?${search}`}"`,
    ...credentialsOf(operation),
    ...(content === undefined ? [] : [`-H "Content-Type: ${type}"`]),
    ...(type.startsWith('image/') ? ['--data-binary @picture.png'] : []),
    ...(content?.example === undefined ? [] : [`-d '${JSON.stringify(content.example, null, 2)}'`]),
  ]
  return lines.join(' \\\n  ')
}

function renderAnswers({ responses }: ResolvedOperation): Html {
  const rows = Object.entries(responses).map(([status, { description, headers = {}, content }]) => {
    const schema = content?.['application/json']?.schema
    return html`<tr>
      <td><code>${status}</code></td>
      <td>${schema === undefined ? prose(description) : html`${description}: ${renderType(schema)}`}</td>
      <td>${Object.keys(headers).join(', ')}</td>
    </tr>`
  })
  return table(['Status', 'Answer', 'Headers'], rows)
}

/** What is answered when all is well. */
function renderExample({ responses }: ResolvedOperation): Html {
  const examples = Object.values(responses).flatMap(({ content }) => content?.['application/json']?.example ?? [])
  const [example] = examples
  return example === undefined ? html`` : html`<pre><code>${JSON.stringify(example, null, 2)}</code></pre>`
}

function renderOperation(placed: Placed): Html {
  const { method, path, operation } = placed
  const body = operation.requestBody
  const caller = operation.security.flatMap((demand) => Object.keys(demand).map((name) => CALLERS[name] ?? name))
  return html`<section id="${operation.operationId}">
    <h3>${operation.summary}</h3>
    <p><span class="method">${method}</span> <code>${path}</code></p>
    <p>${prose(operation.description)} ${caller.length === 0 ? 'Needs no key.' : caller.join(' ')}</p>
    ${renderParameters(operation)}
    ${body === undefined ? '' : html`<p>Body: ${renderBodyType(operation)}. <span class="quiet">${body.description}.</span></p>`}
    <pre><code>${curlOf(placed)}</code></pre>
    <details>
      <summary>Answers</summary>
      ${renderAnswers(operation)} ${renderExample(operation)}
    </details>
  </section>`
}

/** Renders the docs page from the OpenAPI document: what it shows is what is validated. */
export function renderDocsPage(document: Document): string {
  const placed = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): Placed => ({
      method,
      path,
      operation: resolveOperation(document, operation),
    })),
  )
  const groups = [...Map.groupBy(placed, ({ operation }) => operation.tags[0] ?? 'other')]
  const contents = placed.map(
    ({ operation }) => html`<li><a href="#${operation.operationId}">${operation.summary}</a></li>`,
  )
  const operations = groups.map(
    ([tag, members]) =>
      html`<h2>${tag}</h2>
        ${members.map(renderOperation)}`,
  )
  const schemas = Object.entries(document.components.schemas).map(([name, schema]) => renderSchema(name, schema))
  return page(
    `${document.info.title} API`,
    html`<h1>${document.info.title} API</h1>
      <p>${prose(document.info.description)}</p>
      <ul class="operations">
        ${contents}
      </ul>
      ${operations}
      <h2>Probes</h2>
      <p>
        <a href="/healthz">/healthz</a> answers while the process lives, <a href="/readyz">/readyz</a> says whether it
        can serve, and <code>/metrics</code> is for Prometheus, with the operator's token.
      </p>
      <h2>Schemas</h2>
      ${schemas}`,
  )
}
