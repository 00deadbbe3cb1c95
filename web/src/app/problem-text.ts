import { useTranslation } from 'react-i18next'

import { Problem } from '../api-client/problem.ts'
import { SigningRefused } from '../chain-client/refusal.ts'
import { type Details, valuesOf } from './problem-values.ts'

/** The texts for codes of refusals, out of a room's own `problem`; codes without a text of their own share one. */
export function useCodeText(room = 'app'): (code: string, details?: Details) => string {
  const { i18n } = useTranslation()
  // Which codes a room has texts for is known only when one is to be told.
  const say = i18n.t as (key: string, values: Record<string, string>) => string
  return (code, details = {}) => {
    // A locked PIN opens at a time, or when somebody resets it.
    const name = code === 'pin_locked' && !('lockedUntil' in details) ? 'pin_locked_for_good' : code
    const key = `${room}:problem.${name}`
    return i18n.exists(key) ? say(key, valuesOf(details, i18n.language)) : say(`${room}:problem.other`, { code })
  }
}

/** The texts for whatever goes wrong, in the language that is shown. */
export function useProblemText(room = 'app'): (error: unknown) => string {
  const codeText = useCodeText(room)
  return (error) => {
    if (error instanceof Problem) return codeText(error.code, error.details)
    return codeText(error instanceof SigningRefused ? error.code : 'internal_error')
  }
}
