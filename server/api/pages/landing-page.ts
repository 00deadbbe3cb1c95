import type { FrontPage } from '../../actions/status/read-front-page.ts'
import type { Partner } from '../../database/partners.ts'
import { presentBrand } from '../present-brand.ts'
import { head, html, type Html } from './html.ts'
import {
  directionOf,
  LANDING_LANGUAGES,
  type LandingLanguage,
  type LandingTexts,
  landingTextsOf,
  languageName,
} from './landing-texts.ts'

/** Two rings that hold one another, as in the icon. */
const RINGS = html`<svg class="rings" viewBox="0 0 300 200" aria-hidden="true">
  <circle cx="110" cy="100" r="78" />
  <circle cx="190" cy="100" r="78" />
</svg>`

/** The frame of the pages for people who are no developers. The policy allows no script and no style but our own file. */
function frame(language: LandingLanguage, { title, path }: { title: string; path: string }, main: Html): string {
  const texts = landingTextsOf(language)
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
  const more = html`<meta name="color-scheme" content="light dark" />
    <meta name="description" content="${texts.description}" />`
  return html`<!doctype html>
    <html lang="${language}" dir="${directionOf(language)}">
      ${head(title, '/landing.css', more)}
      <body>
        <header>
          <a class="home" href="/?lang=${language}"><img src="/entente.svg" alt="" width="28" height="28" />Entente</a>
          <nav aria-label="${texts.pages}">
            <a href="/wallet">${texts.members}</a><a href="/till">${texts.tills}</a><a href="/docs">${texts.brands}</a
            ><a href="/wallet/verify">${texts.auditors}</a>
          </nav>
          <nav class="languages" aria-label="${texts.languages}">${switches}</nav>
        </header>
        <main>${main}</main>
        <footer>
          <a href="/docs">${texts.api}</a><a href="/docs/errors">${texts.errors}</a
          ><a href="/openapi.json">${texts.openapi}</a><a href="/v1/status">${texts.status}</a
          ><a href="/operator">${texts.operator}</a>
        </footer>
      </body>
    </html> `.text
}

function renderFigures(view: FrontPage, language: LandingLanguage, texts: LandingTexts): Html {
  const { status, points, partnerCount, readAt } = view
  const { chainNow, lag } = status
  const whole = (value: bigint) => new Intl.NumberFormat(language).format(value)
  const seconds = (ms: number) =>
    `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(ms / 1_000)}\u00a0s`
  const figures: readonly (readonly [name: string, value: string, note?: string])[] = [
    chainNow === null ? [texts.circulation, '–', texts.silent] : [texts.circulation, whole(chainNow.totalSupply)],
    [texts.issued, whole(points.issued)],
    [texts.redeemed, whole(points.redeemed)],
    [texts.partners, whole(partnerCount)],
    chainNow === null ? [texts.block, '–', texts.silent] : [texts.block, whole(chainNow.block)],
    lag === null ? [texts.lag, '–', texts.lagNone] : [texts.lag, seconds(lag.medianMs), texts.lagMedian],
  ]
  return html`<section aria-labelledby="figures">
    <h2 id="figures">${texts.figures}</h2>
    <dl class="figures">
      ${figures.map(
        ([name, value, note]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}${note === undefined ? '' : html`<small>${note}</small>`}</dd>
          </div>`,
      )}
    </dl>
    <p class="quiet">${texts.readAt.replace('{time}', readAt.toISOString().slice(11, 19))}</p>
  </section>`
}

function renderDoors(texts: LandingTexts): Html {
  const doors: readonly (readonly [
    name: string,
    text: string,
    ...links: (readonly [href: string, label: string])[],
  ])[] = [
    [texts.members, texts.membersText, ['/wallet', texts.membersLink], ['/wallet/rewards', texts.seeRewards]],
    [texts.tills, texts.tillsText, ['/till', texts.tillsLink]],
    [texts.brands, texts.brandsText, ['/docs', texts.brandsLink], ['/openapi.json', texts.openapi]],
    [texts.auditors, texts.auditorsText, ['/wallet/verify', texts.auditorsLink], ['/v1/status', texts.auditorsStatus]],
  ]
  return html`<section aria-labelledby="doors">
    <h2 id="doors">${texts.doors}</h2>
    <ul class="doors">
      ${doors.map(
        ([name, text, ...links]) =>
          html`<li>
            <h3>${name}</h3>
            <p>${text}</p>
            ${links.map(([href, label]) => html`<p><a href="${href}">${label}</a></p>`)}
          </li>`,
      )}
    </ul>
  </section>`
}

/** A logo; without one the first letter on the brand's colour, in attributes, because no style attribute is allowed. */
function renderMark(partner: Partner): Html {
  const { logo, colour, textColour } = presentBrand(partner)
  if (logo !== null) return html`<img src="${logo.url}" alt="" width="64" height="64" />`
  return html`<svg viewBox="0 0 64 64" width="64" height="64" aria-hidden="true">
    <rect width="64" height="64" rx="14" ${colour === null ? '' : html`fill="${colour}"`} />
    <text
      x="32"
      y="43"
      font-size="32"
      font-weight="700"
      text-anchor="middle"
      ${textColour === null ? '' : html`fill="${textColour}"`}
    >
      ${Array.from(partner.name)[0]?.toUpperCase()}
    </text>
  </svg>`
}

function renderBrands({ partners, partnerCount }: FrontPage, texts: LandingTexts): Html {
  if (partners.length === 0) return html``
  const more = Number(partnerCount) - partners.length
  return html`<section aria-labelledby="brands">
    <h2 id="brands">${texts.ourBrands}</h2>
    <ul class="brands">
      ${partners.map((partner) => html`<li>${renderMark(partner)}<span>${partner.name}</span></li>`)}
    </ul>
    ${more > 0 ? html`<p class="quiet">${texts.more.replace('{count}', String(more))}</p>` : ''}
  </section>`
}

const renderSteps = (steps: readonly (readonly string[])[]): Html =>
  html`<ol class="steps">
    ${steps.map(
      ([name, text]) =>
        html`<li>
          <h3>${name}</h3>
          <p>${text}</p>
        </li>`,
    )}
  </ol>`

/** The front door: what the coalition is, its live figures, and the way in for each who comes. */
export function renderLandingPage(view: FrontPage, language: LandingLanguage): string {
  const texts = landingTextsOf(language)
  return frame(
    language,
    { title: texts.title, path: '/' },
    html`<section class="hero">
        ${RINGS}
        <h1>${texts.heading}</h1>
        <p class="lead">${texts.lead}</p>
        <p class="actions">
          <a class="button" href="/wallet">${texts.seePoints}</a>
          <a class="button plain" href="/wallet/rewards">${texts.seeRewards}</a>
        </p>
      </section>
      ${renderFigures(view, language, texts)} ${renderDoors(texts)} ${renderBrands(view, texts)}
      <section aria-labelledby="how">
        <h2 id="how">${texts.how}</h2>
        ${renderSteps(texts.steps)}
      </section>
      <section aria-labelledby="join">
        <h2 id="join">${texts.join}</h2>
        <p>${texts.joinLead}</p>
        ${renderSteps(texts.joinSteps)}
      </section>`,
  )
}

/** What a browser is shown at an address that leads nowhere. */
export function renderNotFoundPage(language: LandingLanguage): string {
  const texts = landingTextsOf(language)
  return frame(
    language,
    { title: `${texts.notFound} · Entente`, path: '/' },
    html`<section class="hero">
      <h1>${texts.notFound}</h1>
      <p class="lead">${texts.notFoundText}</p>
      <p class="actions"><a class="button" href="/?lang=${language}">${texts.home}</a></p>
    </section>`,
  )
}
