import { Accordion, Badge, Button, Code, CopyButton, Drawer, Group, ScrollArea, Stack, Text } from '@mantine/core'

import type { Exchange } from '../../api-client/till-line.ts'
import { useTexts } from '../use-texts.ts'
import { formatCurl, maskPin } from './curl.ts'

interface RequestsProps {
  isOpen: boolean
  onClose: () => void
  exchanges: readonly Exchange[]
}

/** Every request of this till and its answer, for developers of tills. */
export function RequestsDrawer({ isOpen, onClose, exchanges }: RequestsProps) {
  const { t } = useTexts()
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size="lg"
      title={t('requests.title')}
      closeButtonProps={{ 'aria-label': t('requests.close') }}
    >
      <Text size="sm" c="dimmed" mb="sm">
        {exchanges.length === 0 ? t('requests.none') : t('requests.about')}
      </Text>
      <Accordion variant="separated" order={3}>
        {exchanges.map((exchange, at) => (
          <Accordion.Item key={exchanges.length - at} value={String(exchanges.length - at)}>
            <Accordion.Control>
              <Line exchange={exchange} />
            </Accordion.Control>
            <Accordion.Panel>
              <Details exchange={exchange} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Drawer>
  )
}

function Line({ exchange: { method, path, status, ms } }: { exchange: Exchange }) {
  const { t } = useTexts()
  const isGood = status >= 200 && status < 300
  return (
    <Group gap="xs" wrap="nowrap">
      <Badge variant="default" c={isGood ? 'var(--mantine-color-text)' : 'var(--entente-danger)'} tt="none">
        {status === 0 ? t('requests.silent') : status}
      </Badge>
      <Text size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
        {method} {path}
      </Text>
      <Text size="xs" c="dimmed" ms="auto" style={{ whiteSpace: 'nowrap' }}>
        {ms} ms
      </Text>
    </Group>
  )
}

function Details({ exchange }: { exchange: Exchange }) {
  const { t } = useTexts()
  return (
    <Stack gap="xs">
      <Text size="xs" c="dimmed">
        Authorization: Bearer ent_…
        {exchange.idempotencyKey !== null && ` · Idempotency-Key: ${exchange.idempotencyKey}`}
      </Text>
      {exchange.body !== null && <Json label={t('requests.sent')} value={maskPin(exchange.body)} />}
      <Json label={t('requests.answered')} value={exchange.answer} />
      <CopyButton value={formatCurl({ ...exchange, body: maskPin(exchange.body) }, location.origin)}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" onClick={copy} w="fit-content">
            {copied ? t('requests.copied') : t('requests.copy')}
          </Button>
        )}
      </CopyButton>
    </Stack>
  )
}

function Json({ label, value }: { label: string; value: unknown }) {
  return (
    <div>
      <Text size="xs" fw={600}>
        {label}
      </Text>
      <ScrollArea.Autosize mah={320} viewportProps={{ tabIndex: 0, 'aria-label': label, role: 'group' }}>
        <Code block>{JSON.stringify(value, null, 2)}</Code>
      </ScrollArea.Autosize>
    </div>
  )
}
