import { html, type Html } from '../html.ts'
import type { DocsPage } from './frame.ts'
import type { SearchResult } from './search.ts'

function renderResults(results: readonly SearchResult[]): Html {
  return html`<ol class="results">
    ${results.map(
      ({ path, title, where, excerpt }) =>
        html`<li>
          <a href="${path}">${title}</a> <span class="quiet">${where}</span>
          ${excerpt === '' ? '' : html`<p>${excerpt}</p>`}
        </li>`,
    )}
  </ol>`
}

function renderOutcome(query: string, results: readonly SearchResult[]): Html {
  if (query === '') return html`<p>Type a word above: a field, a path, an error code, or what you want to do.</p>`
  if (results.length > 0) return renderResults(results)
  return html`<p>
    Nothing was found for <q>${query}</q>. Try fewer words, or look at the
    <a href="/docs#requests">list of all requests</a>.
  </p>`
}

/** What was found, as a page: the search works without a script. */
export function makeSearchPage(query: string, results: readonly SearchResult[]): DocsPage {
  return {
    path: '/docs/search',
    title: query === '' ? 'Search' : `Search for ${query}`,
    description: 'Search the documentation of Entente.',
    layout: 'text',
    sections: [],
    main: html`<h1>${query === '' ? 'Search' : html`Results for <q>${query}</q>`}</h1>
      ${renderOutcome(query, results)}`,
  }
}
