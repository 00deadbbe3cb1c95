import { createContext, useContext } from 'react'
import { useTranslation } from 'react-i18next'

import { formatDay, formatMoney, formatWhole } from '../ui/format.ts'
import { useUnit } from '../ui/unit-text.ts'
import type { en } from './texts/en.ts'

type TextName = Exclude<keyof typeof en, 'kind'> | `kind.${keyof typeof en.kind}`

/** Where a reward is shown. */
export interface RewardPlace {
  /** Whose texts these are part of, as `rewards`. */
  readonly room: string
  /** The language of what the brand wrote; null: the one that the page is in. */
  readonly language: string | null
}

export const RewardPlaceContext = createContext<RewardPlace>({ room: 'wallet', language: null })

/** The words around a reward, and the figures in it, as the language that is shown writes them. */
export function useRewardTexts() {
  const { i18n } = useTranslation()
  const { room, language } = useContext(RewardPlaceContext)
  const unit = useUnit(room)
  const say = i18n.t as (key: string, values: Record<string, string>) => string
  return {
    t: (name: TextName, values: Record<string, string> = {}): string => say(`${room}:rewards.${name}`, values),
    whole: (value: string) => formatWhole(value, i18n.language),
    points: (value: string): string => `${formatWhole(value, i18n.language)} ${unit(value)}`,
    money: (minor: string, currency: string) => formatMoney(minor, currency, i18n.language),
    day: (time: string) => formatDay(time, i18n.language),
    /** What the brand wrote in several languages; English is always there. */
    translated: <Text>(texts: Record<string, Text>) => texts[language ?? i18n.language] ?? texts['en'],
  }
}
