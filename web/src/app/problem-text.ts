import { useTranslation } from 'react-i18next'

import { Problem } from '../api-client/problem.ts'
import { SigningRefused } from '../chain-client/refusal.ts'
import { type Details, valuesOf } from './problem-values.ts'

/** Under which names a refusal may have a text, the most exact first: what to do can depend on its details. */
function namesOf(code: string, details: Details): string[] {
  // A locked PIN opens at a time, or when somebody resets it.
  if (code === 'pin_locked' && !('lockedUntil' in details)) return ['pin_locked_for_good']
  if (code === 'return_exceeds_purchase' && details['remainingMinor'] === '0')
    return ['return_exceeds_purchase_whole', code]
  if (code !== 'identifier_malformed') return [code]
  return [
    ...(details['needsCountryCode'] === true ? ['phone_needs_country'] : []),
    `${code}_${String(details['kind'])}`,
    code,
  ]
}

/** The texts for codes of refusals, out of a room's own `problem`; codes without a text of their own share one. */
export function useCodeText(room = 'app'): (code: string, details?: Details) => string {
  const { i18n } = useTranslation()
  // Which codes a room has texts for is known only when one is to be told.
  const say = i18n.t as (key: string, values: Record<string, string>) => string
  return (code, details = {}) => {
    const key = namesOf(code, details)
      .map((name) => `${room}:problem.${name}`)
      .find((name) => i18n.exists(name))
    return key === undefined
      ? say(`${room}:problem.other`, { code, ...valuesOf(details, i18n.language) })
      : say(key, valuesOf(details, i18n.language))
  }
}

/** The texts for whatever goes wrong, in the language that is shown. */
export function useProblemText(room = 'app'): (error: unknown) => string {
  const codeText = useCodeText(room)
  return (error) => {
    if (error instanceof Problem) return codeText(error.code, { ...error.details, said: error.said })
    return codeText(error instanceof SigningRefused ? error.code : 'internal_error')
  }
}
