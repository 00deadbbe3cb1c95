import type { Coalition } from './coalition.ts'
import { head, html, type Html } from './html.ts'
import { PREVIEW } from './icons.ts'
import {
  directionOf,
  LANDING_LANGUAGES,
  type LandingLanguage,
  type LandingTexts,
  landingTextsOf,
  languageName,
} from './landing-texts.ts'

/** Where a page stands, for links that must name the whole address. */
export interface Site {
  readonly coalition: Coalition
  /** Without a path. */
  readonly publicUrl: string
}

export interface PageFacts {
  readonly title: string
  /** Of the page itself, for its other languages. */
  readonly path: string
  /** Whether other sites may show it with a picture: an error is nothing to show. */
  readonly isShared: boolean
}

/** A text about the coalition, with its name. */
export const named = (text: string, { name }: Coalition): string => text.replaceAll('{coalition}', name)

/** What social networks and messengers show of a link. */
function preview({ coalition, publicUrl }: Site, language: LandingLanguage, { title, path }: PageFacts): Html {
  const texts = landingTextsOf(language)
  const facts = {
    'og:type': 'website',
    'og:site_name': coalition.name,
    'og:title': title,
    'og:description': texts.description,
    'og:url': `${publicUrl}${path}`,
    'og:locale': language === 'fr' ? 'fr_FR' : language === 'en' ? 'en_GB' : language,
    'og:image': `${publicUrl}${PREVIEW.path}`,
    'og:image:type': 'image/png',
    'og:image:width': String(PREVIEW.width),
    'og:image:height': String(PREVIEW.height),
    'og:image:alt': coalition.name,
  }
  const tags = Object.entries(facts).map(([name, content]) => html`<meta property="${name}" content="${content}" />`)
  const languages = LANDING_LANGUAGES.map(
    (one) => html`<link rel="alternate" hreflang="${one}" href="${publicUrl}${path}?lang=${one}" />`,
  )
  return html`${tags}
    <meta name="twitter:card" content="summary_large_image" />
    <link rel="canonical" href="${publicUrl}${path}" />
    ${languages}`
}

function languageSwitch(language: LandingLanguage, path: string, texts: LandingTexts): Html {
  const switches = LANDING_LANGUAGES.map(
    (one) =>
      html`<a
        href="${path}?lang=${one}"
        lang="${one}"
        hreflang="${one}"
        ${one === language ? html`aria-current="true"` : ''}
        >${languageName(one)}</a
      >`,
  )
  return html`<nav class="languages" aria-label="${texts.languages}">${switches}</nav>`
}

/** The frame of the pages for people who are no developers. The policy allows no script and no style but our own file. */
export function frame(site: Site, language: LandingLanguage, facts: PageFacts, main: Html): string {
  const texts = landingTextsOf(language)
  const { coalition } = site
  const more = html`<meta name="description" content="${texts.description}" />
    ${facts.isShared ? preview(site, language, facts) : html`<meta name="robots" content="noindex" />`}`
  return html`<!doctype html>
    <html lang="${language}" dir="${directionOf(language)}">
      ${head(facts.title, '/landing.css', more)}
      <body>
        <a class="skip" href="#content">${texts.skip}</a>
        <header>
          <div class="bar">
            <a class="home" href="/?lang=${language}"
              ><img src="/favicon.svg" alt="" width="32" height="32" />${coalition.name}</a
            >
            <nav class="places" aria-label="${texts.pages}">
              <a href="/wallet">${texts.members}</a><a href="/till">${texts.tills}</a><a href="/docs">${texts.brands}</a
              ><a href="/audit">${texts.auditors}</a>
            </nav>
            ${languageSwitch(language, facts.path, texts)}
          </div>
        </header>
        <main id="content" tabindex="-1">${main}</main>
        <footer>
          <div class="bar">
            <p>${named(texts.promise, coalition)}</p>
            <nav aria-label="${texts.morePages}">
              <a href="/status?lang=${language}">${texts.status.link}</a><a href="/docs">${texts.api}</a
              ><a href="/docs/errors">${texts.errors}</a><a href="/partner">${texts.people}</a
              ><a href="/operator">${texts.operator}</a>
            </nav>
          </div>
        </footer>
      </body>
    </html> `.text
}
