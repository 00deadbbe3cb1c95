import type { RouteFacts } from '../../route.ts'
import { API_PAGE_PLANS } from './api-page-plans.ts'
import type { ApiPagePlan } from './operator-page-plans.ts'
import { type Document, type ResolvedOperation, resolveOperation } from './document.ts'

/** An operation with where it is, and what a reader should know before sending it. */
export interface PlacedOperation {
  readonly method: string
  readonly path: string
  readonly operation: ResolvedOperation
  /** Sending it can change something on the server. */
  readonly changes: boolean
}

/** A page of the reference. */
export interface ApiPage {
  readonly slug: string
  readonly title: string
  readonly group: string
  readonly lead: string
  readonly operations: readonly PlacedOperation[]
}

/** Other names under which a page of the reference is asked for: the tags of the OpenAPI document. */
export const PAGE_OF_TAG: ReadonlyMap<string, string> = new Map(
  API_PAGE_PLANS.flatMap(({ slug, tags }) => tags.map((tag) => [tag, slug] as const)).toReversed(),
)

function placeOperations(document: Document, routes: readonly RouteFacts[]): PlacedOperation[] {
  const facts = new Map(routes.map((route) => [route.operation, route]))
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      method,
      path,
      operation: resolveOperation(document, operation),
      changes: method !== 'get' && facts.get(operation.operationId)?.reads !== true,
    })),
  )
}

function planOf({ path, operation }: PlacedOperation): ApiPagePlan {
  const [tag = 'other'] = operation.tags
  const plan = API_PAGE_PLANS.find(({ tags, paths }) => tags.includes(tag) && (paths === undefined || paths.test(path)))
  if (plan === undefined) throw new Error(`no page of the docs has the tag ${tag} of ${path}: add it to API_PAGE_PLANS`)
  return plan
}

/** Divides the operations of the document into pages, each on one, in the order of the sidebar. */
export function divideIntoPages(document: Document, routes: readonly RouteFacts[]): ApiPage[] {
  const bySlug = Map.groupBy(placeOperations(document, routes), (placed) => planOf(placed).slug)
  return API_PAGE_PLANS.flatMap(({ slug, title, group, lead }) => {
    const operations = bySlug.get(slug)
    return operations === undefined ? [] : [{ slug, title, group, lead, operations }]
  })
}
