import { drawing, type DrawingName } from './drawings.ts'
import { frame, type Site } from './frame.ts'
import { html } from './html.ts'
import { type LandingLanguage, type LandingTexts, landingTextsOf } from './landing-texts.ts'

/** What a page says of an answer that is no page: which texts, and what they look like. */
const KINDS: Readonly<Record<number, { readonly text: keyof LandingTexts['problems']; readonly icon: DrawingName }>> = {
  400: { text: 'malformed', icon: 'question' },
  403: { text: 'refused', icon: 'stop' },
  404: { text: 'notFound', icon: 'lost' },
  405: { text: 'notThisWay', icon: 'question' },
  429: { text: 'tooMany', icon: 'lag' },
  503: { text: 'busy', icon: 'lag' },
}

interface ProblemFacts {
  readonly status: number
  /** Stable: what somebody quotes who asks for help. */
  readonly code: string
  readonly requestId: string
}

/** What a browser is shown in place of a page: what happened, what to quote, and a way on. */
export function renderProblemPage(
  site: Site,
  language: LandingLanguage,
  { status, code, requestId }: ProblemFacts,
): string {
  const texts = landingTextsOf(language)
  const other: (typeof KINDS)[number] =
    status >= 500 ? { text: 'ours', icon: 'trouble' } : { text: 'malformed', icon: 'question' }
  const { text, icon } = KINDS[status] ?? other
  const { title, text: words } = texts.problems[text]
  return frame(
    site,
    language,
    { title: `${title} · ${site.coalition.name}`, path: '/', isShared: false },
    html`<section class="problem">
      <span class="badge large">${drawing(icon)}</span>
      <h1>${title}</h1>
      <p class="lead">${words}</p>
      <p class="actions">
        <a class="button" href="/?lang=${language}">${texts.home}</a>
        <a class="button plain" href="/wallet">${texts.seePoints}</a>
      </p>
      <p class="quiet">
        ${texts.quote} <code>${code}</code> <span class="status">${String(status)}</span> <code>${requestId}</code>
      </p>
    </section>`,
  )
}
