import { makeOpenApi } from '../../../../server/api/openapi.ts'
import { BROWSER_HEADERS } from '../../../../server/api/openapi-headers.ts'
import { type Document, resolveOperation } from '../../../../server/api/pages/docs/document.ts'
import { ROUTES } from '../../../../server/api/routes.ts'

/** What HTTP itself puts on an answer. */
const HTTP_HEADERS = ['Connection', 'Content-Length', 'Content-Type', 'Date', 'Keep-Alive', 'Transfer-Encoding']
const EVERYWHERE = [...HTTP_HEADERS, ...BROWSER_HEADERS]

const document = makeOpenApi(ROUTES) as Document

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    responses: resolveOperation(document, operation).responses,
  })),
)

/** A path without parameters is meant before one with them. */
function findOperation(method: string, path: string) {
  const fitting = operations.filter((one) => one.method === method && one.pattern.test(path))
  return fitting.find((one) => one.path === path) ?? fitting[0]
}

/** Names of headers of an answer that the document does not promise; the answers of pages are not in it. */
export function undocumentedHeaders(
  method: string,
  url: string,
  answer: { status: number; headers: Headers },
): string[] {
  // Express takes a slash at the end for nothing.
  const path = (url.split('?')[0] ?? '').replace(/\/$/, '')
  if (!path.startsWith('/v1/')) return []
  const { UnknownRoute, MethodNotAllowed } = document.components.responses
  const elsewhere = answer.status === 405 ? MethodNotAllowed : UnknownRoute
  const documented = findOperation(method, path)?.responses[String(answer.status)] ?? elsewhere
  const known = new Set([...EVERYWHERE, ...Object.keys(documented?.headers ?? {})].map((name) => name.toLowerCase()))
  return [...answer.headers.keys()].filter((name) => !known.has(name))
}
