import { Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'

import { decimalOfMinor, minorDigits } from '../../../../server/domain/currencies.ts'
import { basketValue } from '../../../../server/domain/redemption-points.ts'
import { readMoney, readWhole } from '../../ui/read-typed.ts'
import type { NewTerms, Terms, TermsKind, TermsVersion } from './terms.ts'
import { timelineOf } from './timeline.ts'
import { useTermsFigures } from './use-terms-texts.ts'
import { earned } from './worked-example.ts'

/** 24.90 where a currency has cents. */
const HUNDREDTHS = 2_490n
const POINTS = '500'

function usualAmount(currency: string): string {
  const digits = minorDigits(currency)
  return decimalOfMinor(digits === 0 ? HUNDREDTHS : HUNDREDTHS * 10n ** BigInt(digits - 2), currency)
}

interface PreviewProps {
  kind: TermsKind
  currency: string
  versions: readonly TermsVersion[]
  /** What stands in the form; null where nothing is being set. */
  typed: NewTerms | null
}

/** What one sale gives now, by what is planned, and by what is being typed: by the same functions that decide about sales. */
export function TermsPreview({ kind, currency, versions, typed }: PreviewProps) {
  const { t, points, money, moment } = useTermsFigures()
  const [text, setText] = useState(() => (kind === 'earning' ? usualAmount(currency) : POINTS))
  const read = kind === 'earning' ? readMoney(text, currency) : readWhole(text, 1)
  const say = (terms: Terms, when: 'now' | 'later' | 'new', since = ''): string => {
    const given = BigInt(read ?? 0)
    return kind === 'earning'
      ? t(`preview.earning.${when}`, { money: money(given, currency), points: points(earned(terms, given)), since })
      : t(`preview.redeem.${when}`, { points: points(given), money: money(basketValue(terms, given), currency), since })
  }
  const shown = timelineOf(versions, new Date()).toReversed()
  const lines = [
    ...shown.filter(({ standing }) => standing === 'now').map(({ version }) => say(version, 'now')),
    ...shown
      .filter(({ standing }) => standing === 'coming')
      .map(({ version }) => say(version, 'later', moment(version.validFrom))),
    ...(typed === null ? [] : [say(typed, 'new')]),
  ]
  return (
    <Stack gap={6} role="group" aria-label={t('preview.title')}>
      <TextInput
        w={{ base: '100%', xs: '14rem' }}
        inputMode={kind === 'earning' ? 'decimal' : 'numeric'}
        label={t(kind === 'earning' ? 'preview.amount' : 'preview.points', { currency })}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div role="status">
        {read !== null &&
          lines.map((line) => (
            <Text key={line} size="sm">
              {line}
            </Text>
          ))}
      </div>
    </Stack>
  )
}
