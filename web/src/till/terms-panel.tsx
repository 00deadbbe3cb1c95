import { Stack, Text } from '@mantine/core'

import type { TillPartner } from '../api-client/till.ts'
import { useTill } from './connection/connection.ts'
import { oneUnitOf } from './one-unit.ts'
import { useTexts } from './use-texts.ts'

type Redeem = NonNullable<TillPartner['terms'][number]['redeem']>

/** What points are worth as people say it: "100 points: £1 off" rather than a point for a penny, where that comes out even. */
function inWholeUnits({ points, minor }: Redeem, currency: string): Redeem {
  const unit = BigInt(oneUnitOf(currency))
  const isEven = unit % BigInt(minor) === 0n
  return isEven ? { points: String((BigInt(points) * unit) / BigInt(minor)), minor: String(unit) } : { points, minor }
}

/** How points are earned here and what they are worth, a line a currency: what a cashier tells a customer who asks. */
export function TermsPanel() {
  const { t, points, roundMoney } = useTexts()
  const { terms } = useTill().partner
  return (
    <Stack component="section" aria-label={t('terms.title')} gap={0}>
      {terms.map(({ currency, earning, redeem }) => {
        const worth = redeem && inWholeUnits(redeem, currency)
        return (
          <Text key={currency} size="sm" c="dimmed">
            {earning === null
              ? t('terms.noEarning', { currency })
              : t('terms.earning', { points: points(earning.points), money: roundMoney(earning.perMinor, currency) })}
            {' · '}
            {worth === null
              ? t('terms.noRedeem', { currency })
              : t('terms.redeem', { points: points(worth.points), money: roundMoney(worth.minor, currency) })}
          </Text>
        )
      })}
    </Stack>
  )
}
