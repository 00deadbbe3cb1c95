import { Button, Stack, Text } from '@mantine/core'

import type { RedemptionQuote } from '../../api-client/till.ts'
import { useTill } from '../connection/connection.ts'
import { useTexts } from '../use-texts.ts'

interface QuoteProps {
  quote: RedemptionQuote
  /** Takes so many points instead. */
  onPoints: (points: string) => void
}

/** What points, or a reward, would cost and give; or why they cannot be had, and then no amount of money beside it. */
export function QuoteText({ quote, onPoints }: QuoteProps) {
  const { t, points, money, refusal } = useTexts()
  const { isAllowed, reason, valueMinor, currency, pointsAvailable } = quote
  if (!isAllowed) return <Refused quote={quote} text={refusal(reason ?? 'internal_error', {})} onPoints={onPoints} />
  return (
    <Stack gap={2}>
      <Text size="lg" fw={600}>
        {valueMinor === null
          ? t('redeem.price', { points: points(quote.points) })
          : t('redeem.worth', { points: points(quote.points), value: money(valueMinor, currency) })}
      </Text>
      <Text c="dimmed">
        {pointsAvailable === null ? t('redeem.enough') : t('redeem.available', { points: points(pointsAvailable) })}
      </Text>
    </Stack>
  )
}

function Refused({ quote, text, onPoints }: QuoteProps & { text: string }) {
  const { t, points, money } = useTexts()
  const { reason, rewardId, currency, pointsAvailable } = quote
  const worth = useWorth(pointsAvailable)
  const isShort = reason === 'points_insufficient' && pointsAvailable !== null
  if (!isShort) return <Text c="var(--entente-danger)">{text}</Text>
  const has = { points: points(pointsAvailable) }
  const mayUseAll = rewardId === null && worth !== null
  return (
    <Stack gap="xs" align="start">
      <Text c="var(--entente-danger)">
        {mayUseAll ? t('redeem.shortWorth', { ...has, value: money(worth, currency) }) : t('redeem.short', has)}
      </Text>
      {mayUseAll && (
        <Button
          variant="default"
          size="md"
          onClick={() => {
            onPoints(pointsAvailable)
          }}
        >
          {t('redeem.useAll', has)}
        </Button>
      )}
    </Stack>
  )
}

/** What points take off a basket here, rounded down as the server does; null where they take nothing off. */
function useWorth(points: string | null): string | null {
  const { terms } = useTill().partner
  const rate = terms[0]?.redeem ?? null
  if (points === null || rate === null) return null
  const minor = (BigInt(points) * BigInt(rate.minor)) / BigInt(rate.points)
  return minor === 0n ? null : String(minor)
}
