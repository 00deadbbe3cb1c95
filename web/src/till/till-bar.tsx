import { Badge, Button, Group, Kbd } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'

import { BrandMark } from '../ui/brand-mark.tsx'
import { useTill } from './connection/connection.ts'
import { maskKey } from './requests/curl.ts'
import { useExchanges } from './requests/exchanges.ts'
import { RequestsDrawer } from './requests/requests-drawer.tsx'
import { useTexts } from './use-texts.ts'

/** Whose till it is, and how to see what it says to the server. */
export function TillBar({ onLeave }: { onLeave: () => void }) {
  const { t } = useTexts()
  const { line, partner } = useTill()
  const exchanges = useExchanges()
  const [isOpen, drawer] = useDisclosure(false)
  useHotkeys([['F9', drawer.toggle]], [])
  return (
    <Group justify="space-between" mb="md" gap="sm">
      <Group gap="xs">
        <BrandMark name={partner.name} brand={partner.brand} size="large" />
        <Badge variant="light" size="lg" tt="none">
          {t('bar.partner', { id: partner.partnerId, currency: partner.currency })}
        </Badge>
        <Badge variant="default" size="lg" tt="none" ff="monospace">
          {maskKey(line.key)}
        </Badge>
      </Group>
      <Group gap="xs">
        <Button variant="default" onClick={drawer.open} rightSection={<Kbd>F9</Kbd>}>
          {t('bar.requests', { count: exchanges.length })}
        </Button>
        <Button variant="default" onClick={onLeave}>
          {t('bar.leave')}
        </Button>
      </Group>
      <RequestsDrawer isOpen={isOpen} onClose={drawer.close} exchanges={exchanges} />
    </Group>
  )
}
