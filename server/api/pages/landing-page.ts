import type { FrontPage } from '../../actions/status/read-front-page.ts'
import type { Partner } from '../../database/partners.ts'
import { presentBrand } from '../present-brand.ts'
import { drawing, type DrawingName } from './drawings.ts'
import { frame, named, type Site } from './frame.ts'
import { html, type Html } from './html.ts'
import { type LandingLanguage, type LandingTexts, landingTextsOf } from './landing-texts.ts'

/** How many marks lie around the card of the first section. */
const MARKS_SHOWN_MAX = 5

/** A logo; without one the first letter on the brand's colour, in attributes, because no style attribute is allowed. */
function renderMark(partner: Partner): Html {
  const { logo, colour, textColour } = presentBrand(partner)
  if (logo !== null) return html`<img class="mark" src="${logo.url}" alt="" width="64" height="64" />`
  return html`<svg class="mark" viewBox="0 0 64 64" width="64" height="64" aria-hidden="true">
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

/** A card of the coalition with the marks of its brands, for the eye only. */
function renderCard({ partners }: FrontPage, { coalition }: Site): Html {
  return html`<div class="showcase" aria-hidden="true">
    <div class="card">
      <span class="card-name"><img src="/favicon.svg" alt="" width="40" height="40" />${coalition.name}</span>
      <svg class="rings" viewBox="0 0 300 200">
        <circle cx="110" cy="100" r="78" />
        <circle cx="190" cy="100" r="78" />
      </svg>
      <span class="card-number">•••• •••• •••• 2026</span>
    </div>
    <div class="card-marks">${partners.slice(0, MARKS_SHOWN_MAX).map(renderMark)}</div>
  </div>`
}

function renderHero(view: FrontPage, site: Site, texts: LandingTexts): Html {
  return html`<section class="hero">
    <div>
      <h1>${texts.heading}</h1>
      <p class="lead">${named(texts.lead, site.coalition)}</p>
      <p class="actions">
        <a class="button" href="/wallet">${texts.seePoints}</a>
        <a class="button plain" href="/wallet/rewards">${texts.seeRewards}</a>
      </p>
    </div>
    ${renderCard(view, site)}
  </section>`
}

function renderFigures(view: FrontPage, language: LandingLanguage, texts: LandingTexts): Html {
  const { status, points, readAt } = view
  const { chainNow, lag } = status
  const whole = (value: bigint) => new Intl.NumberFormat(language).format(value)
  const seconds = (ms: number) =>
    `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(ms / 1_000)}\u00a0s`
  const figures: readonly (readonly [icon: DrawingName, name: string, value: string, note: string])[] = [
    ['add', texts.issued, whole(points.issued), texts.issuedNote],
    ['spent', texts.redeemed, whole(points.redeemed), texts.redeemedNote],
    chainNow === null
      ? ['coins', texts.circulation, '–', texts.silent]
      : ['coins', texts.circulation, whole(chainNow.totalSupply), texts.circulationNote],
    lag === null ? ['lag', texts.lag, '–', texts.lagNone] : ['lag', texts.lag, seconds(lag.medianMs), texts.lagMedian],
  ]
  return html`<section aria-labelledby="figures">
    <h2 id="figures">${texts.figures}</h2>
    <dl class="figures">
      ${figures.map(
        ([icon, name, value, note]) =>
          html`<div>
            <dt>${drawing(icon)}${name}</dt>
            <dd>${value}<small>${note}</small></dd>
          </div>`,
      )}
    </dl>
    <p class="quiet">${texts.readAt.replace('{time}', readAt.toISOString().slice(11, 19))}</p>
  </section>`
}

/** A card that is one link as a whole: the words of its title lead on. */
function renderDoors(texts: LandingTexts): Html {
  const doors: readonly (readonly [icon: DrawingName, name: string, text: string, href: string, label: string])[] = [
    ['wallet', texts.members, texts.membersText, '/wallet', texts.membersLink],
    ['shop', texts.tills, texts.tillsText, '/till', texts.tillsLink],
    ['partner', texts.brands, texts.brandsText, '/docs', texts.brandsLink],
    ['auditor', texts.auditors, texts.auditorsText, '/audit', texts.auditorsLink],
  ]
  return html`<section aria-labelledby="doors">
    <h2 id="doors">${texts.doors}</h2>
    <ul class="doors">
      ${doors.map(
        ([icon, name, text, href, label]) =>
          html`<li>
            <span class="badge">${drawing(icon)}</span>
            <h3>${name}</h3>
            <p>${text}</p>
            <a href="${href}">${label}${drawing('arrow')}</a>
          </li>`,
      )}
    </ul>
  </section>`
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

const renderSteps = (steps: readonly (readonly string[])[], icons: readonly DrawingName[]): Html =>
  html`<ol class="steps">
    ${steps.map(
      ([name, text], index) =>
        html`<li>
          <span class="badge">${drawing(icons[index] ?? 'coins')}</span>
          <h3>${name}</h3>
          <p>${text}</p>
        </li>`,
    )}
  </ol>`

function renderJoin(texts: LandingTexts): Html {
  return html`<section aria-labelledby="join" class="join">
    <div class="for-members">
      <h2 id="join">${texts.joinMember}</h2>
      <p>${texts.joinMemberText}</p>
      <p class="actions"><a class="button" href="/wallet">${texts.joinMemberLink}</a></p>
    </div>
    <div>
      <h2>${texts.join}</h2>
      <p>${texts.joinLead}</p>
      ${renderSteps(texts.joinSteps, ['card', 'connect', 'look', 'launch'])}
    </div>
  </section>`
}

/** The front door: what the coalition is, its live figures, and the way in for each who comes. */
export function renderLandingPage(view: FrontPage, language: LandingLanguage, site: Site): string {
  const texts = landingTextsOf(language)
  return frame(
    site,
    language,
    { title: named(texts.title, site.coalition), path: '/', isShared: true },
    html`${renderHero(view, site, texts)} ${renderFigures(view, language, texts)} ${renderDoors(texts)}
      ${renderBrands(view, texts)}
      <section aria-labelledby="how">
        <h2 id="how">${texts.how}</h2>
        ${renderSteps(texts.steps, ['card', 'gift', 'auditor'])}
      </section>
      ${renderJoin(texts)}`,
  )
}
