import { Paper, Stack, Text, Title } from '@mantine/core'

import { useTill } from './connection/connection.ts'
import { useCustomer } from './counter/customer-context.ts'
import { PrintButton } from './printing/print-button.tsx'
import type { Receipt } from './printing/receipt.ts'
import classes from './slip.module.css'
import { useTexts } from './use-texts.ts'

interface SlipProps {
  title: string
  lines: readonly (readonly [label: string, value: string])[]
  /** When it happened; without it there is nothing to print. */
  at?: string | null
}

/** What was done, and a receipt of it. */
export function Slip({ title, lines, at = null }: SlipProps) {
  const { t } = useTexts()
  const { isTraining } = useTill()
  const receipt = useReceipt({ title: isTraining ? `${t('training.slip')} · ${title}` : title, lines, at })
  return (
    <Paper className={classes.slip} withBorder p="md">
      <Stack gap="xs">
        <div role="status">
          {isTraining && <Text fw={700}>{t('training.slip')}</Text>}
          <Title order={3} size="h5" mb="xs">
            {title}
          </Title>
          <dl className={classes.lines}>
            {lines.map(([label, value]) => (
              <div key={label}>
                <Text component="dt" size="sm" c="dimmed">
                  {label}
                </Text>
                <Text component="dd" size="sm" fw={550}>
                  {value}
                </Text>
              </div>
            ))}
          </dl>
        </div>
        {receipt !== null && <PrintButton receipt={receipt} />}
      </Stack>
    </Paper>
  )
}

/** The slip as it is printed: with the brand, the time of the shop, and what the customer has, if they are present. */
function useReceipt({ title, lines, at }: Required<SlipProps>): Receipt | null {
  const { t, points, printedMoment } = useTexts()
  const { partner } = useTill()
  const customer = useCustomer()
  if (at === null) return null
  const available = customer?.pointsAvailable ?? null
  const pending = customer?.pointsPending ?? '0'
  return {
    brand: partner.name,
    title,
    lines: [[t('receipt.at'), printedMoment(at, partner.timeZone)], ...lines],
    balance:
      available === null
        ? []
        : [
            [t('slip.balance'), points(available)],
            ...(pending === '0' ? [] : ([[t('slip.pending'), points(pending)]] as const)),
          ],
    thanks: t('receipt.thanks'),
  }
}
