import { Badge, Button, Kbd } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'

import { useTill } from '../connection/connection.ts'
import { maskKey } from '../requests/curl.ts'
import { useExchanges } from '../requests/exchanges.ts'
import { RequestsDrawer } from '../requests/requests-drawer.tsx'
import { useTexts } from '../use-texts.ts'

/** What people who build tills want to see, and nobody at a counter. */
export function DeveloperItems() {
  const { t } = useTexts()
  const { line, partner } = useTill()
  const exchanges = useExchanges()
  const [isOpen, drawer] = useDisclosure(false)
  useHotkeys([['F9', drawer.toggle]], [])
  return (
    <>
      <Badge variant="light" size="lg" tt="none">
        {t('bar.partner', { id: partner.partnerId, currency: partner.currency })}
      </Badge>
      <Badge variant="default" size="lg" tt="none" ff="monospace">
        {maskKey(line.key)}
      </Badge>
      <Button variant="default" onClick={drawer.open} rightSection={<Kbd>F9</Kbd>}>
        {t('bar.requests', { count: exchanges.length })}
      </Button>
      <RequestsDrawer isOpen={isOpen} onClose={drawer.close} exchanges={exchanges} />
    </>
  )
}
