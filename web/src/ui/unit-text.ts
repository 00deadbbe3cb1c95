import { useTranslation } from 'react-i18next'

import { pluralForm } from './format.ts'

/** The unit of so many, "point" or "points", out of a room's own `unit`: each language has the forms that it counts with. */
export function useUnit(room: string): (value: string | bigint) => string {
  const { i18n } = useTranslation()
  // Which forms a language has is known only when it is there.
  const say = i18n.t as (key: string) => string
  return (value) => {
    const key = `${room}:unit.${pluralForm(value, i18n.language)}`
    return say(i18n.exists(key) ? key : `${room}:unit.other`)
  }
}
