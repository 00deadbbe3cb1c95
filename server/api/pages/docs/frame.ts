import { head, html, type Html } from '../html.ts'

/** A heading of a page that the page links to from its side. */
export interface Section {
  readonly id: string
  readonly title: string
}

/** A page of the docs, without what all of them have around it. */
export interface DocsPage {
  readonly path: string
  readonly title: string
  /** A sentence for search engines and previews. */
  readonly description: string
  readonly main: Html
  readonly sections: readonly Section[]
  /** Where the sections are listed: below the page's own link, or in a column beside a text. */
  readonly layout: 'reference' | 'text'
}

export interface NavigationGroup {
  readonly title: string
  readonly links: readonly { readonly path: string; readonly title: string }[]
}

/** What all pages of the docs have in common. */
export interface DocsSite {
  readonly navigation: readonly NavigationGroup[]
  /** The built script; null where the pages were not built: everything can be read without it. */
  readonly script: string | null
  /** Of the font that every page needs; null where the pages were not built. */
  readonly fontUrl: string | null
  /** Whose docs they are: the name of the coalition. */
  readonly coalition: string
}

const sectionLinks = (sections: readonly Section[]): Html =>
  html`<ul>
    ${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
  </ul>`

function renderNavigation({ navigation }: DocsSite, page: Pick<DocsPage, 'path' | 'sections' | 'layout'>): Html {
  return html`${navigation.map(
    ({ title, links }) =>
      html`<p>${title}</p>
        <ul>
          ${links.map(({ path, title: name }) => {
            const isCurrent = path === page.path
            return html`<li>
              <a href="${path}" ${isCurrent ? html`aria-current="page"` : ''}>${name}</a>
              ${isCurrent && page.layout === 'reference' ? sectionLinks(page.sections) : ''}
            </li>`
          })}
        </ul>`,
  )}`
}

function renderSearchForm(query: string): Html {
  return html`<form class="search" action="/docs/search" method="get" role="search">
    <label for="search">Search the docs</label>
    <input
      id="search"
      name="q"
      type="search"
      value="${query}"
      maxlength="100"
      placeholder="Search"
      autocomplete="off"
      enterkeyhint="search"
    /><kbd aria-hidden="true">/</kbd>
    <button>Search</button>
  </form>`
}

/** Pages before and after this one, in the order of the sidebar. */
function renderNeighbours({ navigation }: DocsSite, path: string): Html {
  const links = navigation.flatMap((group) => group.links)
  const at = links.findIndex((link) => link.path === path)
  const before = links[at - 1]
  const after = at === -1 ? undefined : links[at + 1]
  if (before === undefined && after === undefined) return html``
  return html`<nav class="neighbours" aria-label="Previous and next page">
    ${before === undefined ? '' : html`<a href="${before.path}" rel="prev"><small>Previous</small> ${before.title}</a>`}
    ${after === undefined ? '' : html`<a href="${after.path}" rel="next"><small>Next</small> ${after.title}</a>`}
  </nav>`
}

/** Spaces between elements take a tenth of a page; in code they count. */
function squeeze(text: string): string {
  return text
    .split(/(<pre[\s\S]*?<\/pre>)/)
    .map((part, at) => (at % 2 === 1 ? part : part.replaceAll(/\s*\n\s*/g, '\n')))
    .join('')
}

function renderHead({ script, fontUrl, coalition }: DocsSite, { title, description }: DocsPage): Html {
  const font = html`<link rel="preload" href="${fontUrl}" as="font" type="font/woff2" crossorigin />`
  const more = html`<meta name="description" content="${description}" /> ${fontUrl === null ? '' : font}
    ${script === null ? '' : html`<script type="module" src="${script}"></script>`}`
  return head(`${title} · ${coalition} docs`, '/docs.css', more)
}

/** A whole page of the docs. */
export function renderDocsFrame(site: DocsSite, page: DocsPage, query = ''): string {
  const hasAside = page.layout === 'text' && page.sections.length > 1
  const whole = html`<!doctype html>
    <html lang="en">
      ${renderHead(site, page)}
      <body class="docs">
        <a class="skip" href="#content">Skip to the content</a>
        <header>
          <a class="home" href="/"><img src="/favicon.svg" alt="" width="32" height="32" />${site.coalition}</a>
          <a class="here" href="/docs">Docs</a>
          ${renderSearchForm(query)}
          <nav aria-label="Pages">
            <a href="/wallet">Members</a><a href="/till">Tills</a><a href="/wallet/verify">Auditors</a>
          </nav>
        </header>
        <div class="shell ${hasAside ? 'with-aside' : ''}">
          <nav class="sidebar" aria-label="Docs">${renderNavigation(site, page)}</nav>
          <details class="menu">
            <summary>Menu</summary>
            <nav aria-label="Docs">${renderNavigation(site, page)}</nav>
          </details>
          <main id="content" tabindex="-1">${page.main} ${renderNeighbours(site, page.path)}</main>
          ${
            hasAside
              ? html`<nav class="aside" aria-label="On this page">
                  <p>On this page</p>
                  ${sectionLinks(page.sections)}
                </nav>`
              : ''
          }
        </div>
        <footer>
          <a href="/v1/status">Status</a><a href="/openapi.json">OpenAPI 3.1</a><a href="/docs/errors">Errors</a
          ><a href="/docs#machines">For machines</a>
        </footer>
      </body>
    </html> `
  return squeeze(whole.text)
}
