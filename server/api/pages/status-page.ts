import type { Status } from '../../actions/status/read-status.ts'
import { drawing, type DrawingName } from './drawings.ts'
import { frame, type Site } from './frame.ts'
import { html, type Html } from './html.ts'
import { type LandingLanguage, type LandingTexts, landingTextsOf } from './landing-texts.ts'

type StatusTexts = LandingTexts['status']

/** The first thing that somebody is told, and how it looks. */
interface Verdict {
  readonly tone: 'ok' | 'caution' | 'danger'
  readonly icon: DrawingName
  readonly sentence: string
  readonly text: string
}

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

const isRedeemingPaused = ({ paused }: Status) => paused.some(({ power }) => power === 'redeeming')

function verdictOf(status: Status | null, texts: StatusTexts): Verdict {
  if (status === null) return { tone: 'danger', icon: 'trouble', sentence: texts.down, text: texts.downText }
  if (status.pace === 'late') return { tone: 'caution', icon: 'lag', sentence: texts.late, text: texts.lateText }
  if (isRedeemingPaused(status))
    return { tone: 'caution', icon: 'stop', sentence: texts.redeemingPaused, text: texts.redeemingPausedText }
  return { tone: 'ok', icon: 'auditor', sentence: texts.fine, text: texts.fineText }
}

/** A time that something takes, in the unit that fits: 1.2 seconds, 4 minutes. */
export function durationText(ms: number, language: LandingLanguage): string {
  const say = (value: number, unit: string, digits = 0) =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit,
      unitDisplay: 'long',
      maximumFractionDigits: digits,
    }).format(value)
  const whole = Math.max(0, ms)
  if (whole < MINUTE_MS) return say(whole / 1_000, 'second', whole < 10_000 ? 1 : 0)
  if (whole < HOUR_MS) return say(Math.floor(whole / MINUTE_MS), 'minute')
  return whole < DAY_MS ? say(Math.floor(whole / HOUR_MS), 'hour') : say(Math.floor(whole / DAY_MS), 'day')
}

type Figure = readonly [icon: DrawingName, name: string, value: string, note: string]

function figuresOf(status: Status, language: LandingLanguage, texts: StatusTexts): readonly Figure[] {
  const { lag, entries, chainNow, cursor, readAt } = status
  const whole = (value: bigint) => new Intl.NumberFormat(language).format(value)
  const since = (moment: Date) => durationText(readAt.getTime() - moment.getTime(), language)
  const block: Figure =
    chainNow === null
      ? ['coins', texts.block, '–', texts.blockNone]
      : ['coins', texts.block, whole(chainNow.block), texts.blockNote.replace('{age}', since(chainNow.at))]
  return [
    [
      'lag',
      texts.lag,
      lag === null ? '–' : durationText(lag.medianMs, language),
      lag === null ? texts.lagNone : texts.lagNote,
    ],
    [
      'lag',
      texts.slowest,
      lag === null ? '–' : durationText(lag.p95Ms, language),
      lag === null ? texts.lagNone : texts.slowestNote,
    ],
    ['launch', texts.waiting, whole(entries.waiting + entries.batched), texts.waitingNote],
    entries.oldestOpenAt === null
      ? ['lag', texts.oldest, '–', texts.oldestNone]
      : ['lag', texts.oldest, since(entries.oldestOpenAt), texts.oldestNote],
    block,
    ['auditor', texts.followed, cursor === null ? '–' : whole(cursor.processedNumber), texts.followedNote],
  ]
}

function renderFigures(status: Status, language: LandingLanguage, texts: StatusTexts): Html {
  const isPaused = isRedeemingPaused(status)
  const facts: readonly Figure[] = [
    ['shop', texts.purchases, texts.accepted, ''],
    ['gift', texts.spending, isPaused ? texts.paused : texts.open, ''],
    ...figuresOf(status, language, texts),
  ]
  return html`<section aria-labelledby="figures">
    <h2 id="figures">${texts.figures}</h2>
    <dl class="figures facts">
      ${facts.map(
        ([icon, name, value, note]) =>
          html`<div>
            <dt>${drawing(icon)}${name}</dt>
            <dd>${value}${note === '' ? '' : html`<small>${note}</small>`}</dd>
          </div>`,
      )}
    </dl>
  </section>`
}

/** The state of the service for everybody, in plain words. `status` is null where nothing can be recorded. */
export function renderStatusPage(
  site: Site,
  language: LandingLanguage,
  { status, now }: { readonly status: Status | null; readonly now: Date },
): string {
  const { status: texts } = landingTextsOf(language)
  const { tone, icon, sentence, text } = verdictOf(status, texts)
  const time = (status?.readAt ?? now).toISOString().slice(11, 19)
  return frame(
    site,
    language,
    { title: `${texts.title} · ${site.coalition.name}`, path: '/status', isShared: status !== null },
    html`<section class="verdict ${tone}">
        <span class="badge">${drawing(icon)}</span>
        <div>
          <h1>${sentence}</h1>
          <p>${text}</p>
        </div>
      </section>
      ${status === null ? '' : renderFigures(status, language, texts)}
      <p class="quiet after">
        ${texts.readAt.replace('{time}', time)} <a href="/status?lang=${language}">${texts.again}</a>
        <a href="/v1/status">${texts.machine}</a>
      </p>`,
  )
}
