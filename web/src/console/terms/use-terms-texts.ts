import { OCCURRED_AT_MIN } from '../../../../server/domain/earning.ts'
import { basketValue } from '../../../../server/domain/redemption-points.ts'
import { useTranslation } from 'react-i18next'

import { Problem } from '../../api-client/problem.ts'
import { useProblemText } from '../../app/problem-text.ts'
import { currencyName, formatMoment, formatMoney, formatWhole } from '../../ui/format.ts'
import { useUnit } from '../../ui/unit-text.ts'
import { useTermsDesk } from './terms-desk.ts'
import type { Terms, TermsKind, TermsVersion } from './terms.ts'
import type { TimedVersion } from './timeline.ts'
import { amountOfMost, earned, sampleAmount, samplePoints } from './worked-example.ts'

/** No purchase is older than what counts from here on. */
const isAlways = (validFrom: Date): boolean => validFrom <= OCCURRED_AT_MIN

/** Figures of terms as the language that is shown writes them. */
export function useTermsFigures() {
  const { t, i18n } = useTranslation('console')
  const { language } = i18n
  const unit = useUnit('console')
  return {
    t,
    points: (value: bigint | string): string => `${formatWhole(value, language)} ${unit(value)}`,
    money: (minor: bigint | string, currency: string) => formatMoney(String(minor), currency, language),
    moment: (time: Date) => formatMoment(time.toISOString(), language),
    currencyName: (currency: string) => currencyName(currency, language),
  }
}

/** Sentences about terms. */
export function useTermsTexts(kind: TermsKind, currency: string) {
  const { t, points, money, moment } = useTermsFigures()
  const problem = useProblemText(useTermsDesk().room)
  /** What the terms do to the same purchase, or the same points, as `sample` shows. */
  const example = (terms: Terms, sample: Terms): string => {
    if (kind === 'earning') {
      const spent = sampleAmount(sample, currency)
      return t('example.earning', { money: money(spent, currency), points: points(earned(terms, spent)) })
    }
    const spent = samplePoints(sample)
    return t('example.redeem', { points: points(spent), money: money(basketValue(terms, spent), currency) })
  }
  return {
    example,
    /** "1 point for each £1.00 spent". */
    sentence: (terms: Terms): string =>
      t(`terms.${kind}.sentence`, { points: points(terms.points), money: money(terms.minor, currency) }),
    /** The most that one purchase earns, and from what amount on. */
    most: (terms: Terms): string | null => {
      if (terms.pointsMax === null) return null
      const most = points(terms.pointsMax)
      const amount = amountOfMost(terms)
      if (amount === null) return t('terms.most', { points: most })
      return t('terms.mostFrom', { points: most, money: money(amount, currency) })
    },
    /** When a version counts. */
    period: ({ version: { validFrom }, until }: TimedVersion): string => {
      if (until === null) return isAlways(validFrom) ? t('table.always') : t('table.from', { since: moment(validFrom) })
      const end = moment(until)
      if (isAlways(validFrom)) return t('table.alwaysUntil', { until: end })
      return t('table.fromUntil', { since: moment(validFrom), until: end })
    },
    /** That a version was set. */
    done: ({ version, validFrom }: TermsVersion): string =>
      isAlways(validFrom)
        ? t('terms.doneAlways', { version: String(version) })
        : t('terms.done', { version: String(version), since: moment(validFrom) }),
    /** What went wrong; a figure out of range is named as the form names it. */
    refusal: (error: Error): string => {
      if (!(error instanceof Problem) || error.code !== 'amount_out_of_range') return problem(error)
      const { field, amountMin, amountMax } = error.details as Record<string, string>
      const isMoney = field === 'perMinor' || field === 'minor'
      const write = (figure = '0') => (isMoney ? money(BigInt(figure), currency) : points(figure))
      const name = t(isMoney ? `form.${kind}.money` : field === 'pointsMax' ? 'form.pointsMax' : 'form.points', {
        currency,
      })
      return t('form.outOfRange', { field: name, min: write(amountMin), max: write(amountMax) })
    },
  }
}
