import {
  formatDate,
  formatDecimal,
  formatListDay,
  formatMicros,
  formatMoment,
  formatMoney,
  formatMonth,
  formatShare,
  formatShortDate,
  formatWhole,
} from './format.ts'

/** Numbers, money and times as a language writes them. */
export function figuresIn(language: string) {
  return {
    whole: (value: string) => formatWhole(value, language),
    money: (minor: string, currency: string) => formatMoney(minor, currency, language),
    decimal: (decimal: string) => formatDecimal(decimal, language),
    price: (micros: string, currency: string) => formatMicros(micros, currency, language),
    moment: (time: string) => formatMoment(time, language),
    day: (time: string) => formatListDay(time, language),
    listDate: (date: string) => formatDate(date, language),
    shortDate: (date: string) => formatShortDate(date, language),
    share: (part: string, all: string) => formatShare(part, all, language),
    month: (month: string) => formatMonth(month, language),
  }
}
