import { Group, Text } from '@mantine/core'

import { useTill } from './connection/connection.ts'
import { useTexts } from './use-texts.ts'

/** How points are earned here and what they are worth, a line a currency: what a cashier tells a customer who asks. */
export function TermsPanel() {
  const { t, points, money } = useTexts()
  const { terms } = useTill().partner
  return (
    <Group component="section" aria-label={t('terms.title')} gap="lg" mb="md">
      {terms.map(({ currency, earning, redeem }) => (
        <Text key={currency} size="sm" c="dimmed">
          {earning === null
            ? t('terms.noEarning', { currency })
            : t('terms.earning', { points: points(earning.points), money: money(earning.perMinor, currency) })}
          {' · '}
          {redeem === null
            ? t('terms.noRedeem', { currency })
            : t('terms.redeem', { points: points(redeem.points), money: money(redeem.minor, currency) })}
        </Text>
      ))}
    </Group>
  )
}
