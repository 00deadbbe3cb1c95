import { PROBLEMS } from '../../problems.ts'
import { apiPath, objectsOf } from './api-page.ts'
import type { ApiPage } from './api-pages.ts'
import type { Document, ResolvedOperation } from './document.ts'
import { schemaAnchor } from './field-list.ts'
import type { GuidePlan } from './guides.ts'
import type { Guide } from './markdown.ts'
import { bodyOf } from './samples.ts'
import type { SearchEntry } from './search.ts'

const withoutMarks = (text: string) => text.replaceAll('`', '')

function entriesOfApi(document: Document, pages: readonly ApiPage[]): SearchEntry[] {
  return pages.flatMap((page) => [
    { path: apiPath(page.slug), title: page.title, where: 'Reference', names: [page.slug], text: page.lead },
    ...page.operations.map(({ method, path, operation }) => {
      const parameters = (operation.parameters ?? []).map(({ name }) => name)
      const fields = Object.keys(document.components.schemas[bodyNameOf(operation)]?.properties ?? {})
      return {
        path: `${apiPath(page.slug)}#${operation.operationId}`,
        title: operation.summary,
        where: page.title,
        names: [operation.operationId, path, `${method} ${path}`],
        text: withoutMarks(
          `${method.toUpperCase()} ${path}. ${operation.description} ${[...parameters, ...fields].join(', ')}`,
        ),
      }
    }),
  ])
}

/** A named object where it is shown first. */
function entriesOfObjects(document: Document, pages: readonly ApiPage[]): SearchEntry[] {
  return [...placesOfObjects(document, pages)].map(([name, path]) => ({
    path,
    title: name,
    where: 'Object',
    names: [name],
    text: withoutMarks(
      `${document.components.schemas[name]?.description ?? ''} ${Object.keys(document.components.schemas[name]?.properties ?? {}).join(', ')}`,
    ).trim(),
  }))
}

/** Where each named object is shown first: among the objects of a page, or as the body of a request. */
export function placesOfObjects(document: Document, pages: readonly ApiPage[]): Map<string, string> {
  const objects = pages.flatMap((page) =>
    objectsOf(document, page).map((name) => [name, `${apiPath(page.slug)}#${schemaAnchor(name)}`] as const),
  )
  const bodies = pages.flatMap(({ slug, operations }) =>
    operations.flatMap(({ operation }) => {
      const name = bodyNameOf(operation)
      return name === '' ? [] : [[name, `${apiPath(slug)}#${operation.operationId}`] as const]
    }),
  )
  return new Map([...bodies, ...objects].toReversed())
}

function bodyNameOf(operation: ResolvedOperation): string {
  const { $ref = '' } = bodyOf(operation)?.content.schema ?? {}
  return $ref.slice($ref.lastIndexOf('/') + 1)
}

function entriesOfGuides(guides: readonly { plan: GuidePlan; guide: Guide }[]): SearchEntry[] {
  return guides.flatMap(({ plan, guide }) =>
    guide.texts.map(({ section, text }) => ({
      path: section === null ? plan.path : `${plan.path}#${section.id}`,
      title: section?.title ?? guide.title,
      where: section === null ? plan.group : (plan.name ?? guide.title),
      names: section === null && plan.name !== null ? [plan.name] : [],
      text: text.trim(),
    })),
  )
}

function entriesOfErrors(): SearchEntry[] {
  return Object.entries(PROBLEMS).map(([code, { title, detail }]) => ({
    path: `/docs/errors#${code}`,
    title: code,
    where: 'Error',
    names: [code, title],
    text: `${title}. ${withoutMarks(detail)}`,
  }))
}

/** All that the docs can be searched for. */
export function makeSearchEntries(
  document: Document,
  pages: readonly ApiPage[],
  guides: readonly { plan: GuidePlan; guide: Guide }[],
): SearchEntry[] {
  return [
    ...entriesOfApi(document, pages),
    ...entriesOfGuides(guides),
    ...entriesOfErrors(),
    ...entriesOfObjects(document, pages),
  ]
}
