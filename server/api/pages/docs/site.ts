import type { RouteFacts } from '../../route.ts'
import { once } from '../once.ts'
import { apiPath, makeApiPage } from './api-page.ts'
import { type ApiPage, divideIntoPages, PAGE_OF_TAG } from './api-pages.ts'
import type { Document } from './document.ts'
import { makeErrorsPage } from './errors-page.ts'
import { type DocsPage, type DocsSite, type NavigationGroup, renderDocsFrame } from './frame.ts'
import { type GuidePlan, listGuides, loadGuide, makeGuidePage } from './guides.ts'
import { createSearch, type Search } from './search.ts'
import { makeSearchEntries } from './search-entries.ts'
import { makeSearchPage } from './search-page.ts'
import { makeWelcomePage } from './welcome-page.ts'

/** The docs of a server: pages by path, old paths that lead elsewhere, and the search. */
export interface Docs {
  /** Each page is made when it is asked for: a start need not wait for pages that nobody may read. */
  readonly pages: ReadonlyMap<string, () => string>
  readonly redirects: ReadonlyMap<string, string>
  readonly search: () => Search
  renderSearch(query: string): string
}

const ERRORS_LINK = { path: '/docs/errors', title: 'Errors' }

/** Groups of the sidebar: texts, then the reference, then what lies behind. */
function navigationOf(guides: readonly GuidePlan[], pages: readonly ApiPage[]): NavigationGroup[] {
  const linksOf = (group: string) =>
    guides.flatMap(({ name, path, group: own }) => (own === group && name !== null ? [{ path, title: name }] : []))
  const reference = [...Map.groupBy(pages, ({ group }) => group)].map(([title, members]) => ({
    title,
    links: members.map(({ slug, title: name }) => ({ path: apiPath(slug), title: name })),
  }))
  const [start, ...others] = [...new Set(guides.map(({ group }) => group))]
  const background = others.at(-1) ?? ''
  return [
    { title: start ?? '', links: [{ path: '/docs', title: 'Welcome' }, ...linksOf(start ?? '')] },
    ...others.slice(0, -1).map((title) => ({ title, links: [...linksOf(title), ERRORS_LINK] })),
    ...reference,
    { title: background, links: linksOf(background) },
  ]
}

/** Reference pages by the tags of the document, and folders that have no page of their own. */
function redirectsOf(taken: ReadonlySet<string>): Map<string, string> {
  const tags = [...PAGE_OF_TAG].map(([tag, slug]) => [apiPath(tag), apiPath(slug)] as const)
  const folders = [
    ['/docs/api', '/docs#requests'],
    ['/docs/guides', '/docs'],
    ['/docs/background', '/docs/background/architecture'],
  ] as const
  return new Map([...tags, ...folders].filter(([from]) => !taken.has(from)))
}

/** Makes the docs from the OpenAPI document and the texts of docs/. */
export function makeDocs(document: Document, routes: readonly RouteFacts[], files: Omit<DocsSite, 'navigation'>): Docs {
  const apiPages = divideIntoPages(document, routes)
  const guides = listGuides()
  const site: DocsSite = { navigation: navigationOf(guides, apiPages), ...files }
  const makers = new Map<string, () => DocsPage>([
    ['/docs', () => makeWelcomePage(document, apiPages)],
    ['/docs/errors', () => makeErrorsPage(document)],
    ...guides.map((plan) => [plan.path, () => makeGuidePage(plan, loadGuide(guides, plan))] as const),
    ...apiPages.map((page) => [apiPath(page.slug), () => makeApiPage(document, page)] as const),
  ])
  const search = once(() =>
    createSearch(
      makeSearchEntries(
        document,
        apiPages,
        guides.map((plan) => ({ plan, guide: loadGuide(guides, plan) })),
      ),
    ),
  )
  return {
    pages: new Map([...makers].map(([path, make]) => [path, () => renderDocsFrame(site, make())])),
    redirects: redirectsOf(new Set(makers.keys())),
    search,
    renderSearch: (query) => renderDocsFrame(site, makeSearchPage(query, search()(query)), query),
  }
}
