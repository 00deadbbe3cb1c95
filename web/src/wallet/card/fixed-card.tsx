import { Button, Stack, Text } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'

import { formatGroups } from '../../ui/format.ts'
import { QrCode } from '../../ui/qr-code.tsx'
import classes from '../code.module.css'
import { useTexts } from '../use-texts.ts'

const BarCode = lazy(async () => ({ default: (await import('../../ui/bar-code.tsx')).BarCode }))

/** The number itself: for tills without a camera, and without a connection. */
export function FixedCard({ cardNumber }: { cardNumber: string }) {
  const { t } = useTexts()
  const [isQr, setQr] = useState(false)
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('card.fixedAbout')}
      </Text>
      <div className={classes.drawing}>
        {isQr ? (
          <QrCode text={cardNumber} label={t('card.fixedQr')} />
        ) : (
          <Suspense fallback={null}>
            <BarCode text={cardNumber} label={t('card.bars')} />
          </Suspense>
        )}
      </div>
      <Text className={classes.code} ta="center">
        {formatGroups(cardNumber)}
      </Text>
      <Button variant="subtle" onClick={() => setQr(!isQr)}>
        {t(isQr ? 'card.showBars' : 'card.showFixedQr')}
      </Button>
    </Stack>
  )
}
