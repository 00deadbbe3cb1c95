import { Button, Stack, Text } from '@mantine/core'

import { QrCode } from '../../ui/qr-code.tsx'
import { useTill } from '../connection/connection.ts'
import { Slip } from '../slip.tsx'
import { useTexts } from '../use-texts.ts'
import { collectUrl } from './paper-slip.ts'
import classes from './paper.module.css'
import type { QueuedPurchase } from './queued-purchase.ts'

/** What the customer takes home from a sale without network: what is sure, what is not yet, and the code that collects the points. */
export function Paper({ saved }: { saved: QueuedPurchase }) {
  const { t, points, money, moment } = useTexts()
  const { partner } = useTill()
  const { slip, pointsEstimated } = saved
  const lines: [label: string, value: string][] = [
    [t('offline.paper.brand'), partner.name],
    [t('slip.amount'), money(saved.amountMinor, saved.currency)],
    [t('offline.paper.time'), moment(saved.occurredAt)],
    [
      t('slip.earned'),
      pointsEstimated === null ? t('offline.estimateNone') : t('offline.estimate', { points: points(pointsEstimated) }),
    ],
    [t('slip.reference'), saved.orderRef],
  ]
  return (
    <Stack className={classes.paper} gap="sm">
      <Slip title={t('offline.saved')} lines={lines} />
      {slip === null ? (
        <Text size="sm" c="dimmed">
          {t('offline.paper.card')}
        </Text>
      ) : (
        <Stack gap="xs" align="center" ta="center">
          <Text>{t('offline.paper.collect')}</Text>
          <Text className={classes.code}>{slip.code}</Text>
          <QrCode text={collectUrl(location.origin, slip.signed)} label={t('offline.paper.qr')} />
          <Text size="sm" c="dimmed">
            {t('offline.paper.days')}
          </Text>
        </Stack>
      )}
      <Button
        className={classes.screen}
        variant="default"
        w="fit-content"
        onClick={() => {
          globalThis.print()
        }}
      >
        {t('offline.paper.print')}
      </Button>
    </Stack>
  )
}
