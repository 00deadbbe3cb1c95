import { useTranslation } from 'react-i18next'

import { Problem } from '../api-client/problem.ts'
import { SigningRefused } from '../chain-client/refusal.ts'
import { formatClock, formatMoment, formatMoney, formatWhole } from '../ui/format.ts'

/** What a problem's details say, in the words and numbers of the language. */
function valuesOf(details: Readonly<Record<string, unknown>>, language: string): Record<string, string> {
  const written = Object.entries(details).map(([name, value]) => {
    const text = String(value)
    if (name.startsWith('points') && /^-?\d+$/.test(text)) return [name, formatWhole(text, language)]
    if (name === 'lockedUntil') return [name, formatClock(text, language)]
    if (name === 'pausedUntil') return [name, formatMoment(text, language)]
    if (name === 'basketMinMinor' && typeof details['currency'] === 'string')
      return [name, formatMoney(text, details['currency'], language)]
    return [name, text]
  })
  return Object.fromEntries(written) as Record<string, string>
}

/** The texts for whatever goes wrong, in the language that is shown; codes without a text of their own share one. */
export function useProblemText(): (error: unknown) => string {
  const { t, i18n } = useTranslation('app')
  return (error) => {
    const code = error instanceof Problem || error instanceof SigningRefused ? error.code : 'internal_error'
    const details = error instanceof Problem ? error.details : {}
    // A locked PIN opens at a time, or when somebody resets it.
    const name = code === 'pin_locked' && !('lockedUntil' in details) ? 'pin_locked_for_good' : code
    if (!i18n.exists(`app:problem.${name}`)) return t('problem.other', { code })
    return t(`problem.${name}` as 'problem.internal_error', { replace: valuesOf(details, i18n.language) })
  }
}
