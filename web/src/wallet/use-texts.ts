import { useTranslation } from 'react-i18next'

import { useUnit } from '../ui/unit-text.ts'
import {
  formatChange,
  formatClock,
  formatDay,
  formatListDay,
  formatMoment,
  formatMoney,
  formatShortDay,
  formatWeekday,
  formatWhole,
} from '../ui/format.ts'

/** Numbers, money and times as the language that is shown writes them. */
export function useTexts() {
  const { t, i18n } = useTranslation('wallet')
  const { language } = i18n
  const unit = useUnit('wallet')
  return {
    t,
    language,
    /** "points", for so many. */
    unit,
    whole: (value: string) => formatWhole(value, language),
    /** "1,250 points". */
    points: (value: string) => `${formatWhole(value, language)} ${unit(value)}`,
    /** "+12 points". */
    change: (value: string) => `${formatChange(value, language)} ${unit(value)}`,
    money: (minor: string, currency: string) => formatMoney(minor, currency, language),
    day: (time: string) => formatDay(time, language),
    listDay: (time: string) => formatListDay(time, language),
    shortDay: (time: string) => formatShortDay(time, language),
    /** A day such as 2026-11-28, with its day of the week. */
    weekday: (date: string) => formatWeekday(date, language),
    moment: (time: string) => formatMoment(time, language),
    clock: (time: string) => formatClock(time, language),
    /** The text of something that others wrote in several languages; English is always there. */
    translated: <Text>(texts: Record<string, Text>) => texts[language] ?? texts['en'],
  }
}
