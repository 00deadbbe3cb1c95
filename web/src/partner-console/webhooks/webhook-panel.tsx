import { Button, Code, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'

import { testWebhook, type Webhook, type WebhookTest } from '../../api-client/console-webhooks.ts'
import { Failure, Notice, Panel } from '../../ui/notices.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useTexts } from '../use-texts.ts'
import { DeliveryList } from './delivery-list.tsx'
import { WebhookSecret } from './new-webhook-form.tsx'
import { useFailureText } from './use-failure-text.ts'
import { WebhookActs } from './webhook-acts.tsx'

const TONES = { working: 'ok', failing: 'wrong', disabled: 'quiet' } as const

/** A webhook: how it does, what can be done with it, and what did not arrive. */
export function WebhookPanel({ webhook }: { webhook: Webhook }) {
  const { t, problem } = useTexts()
  const { webhookId, url, state, dead } = webhook
  const listId = useId()
  const [isOpen, setIsOpen] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const testing = useMutation({ mutationFn: () => testWebhook(webhookId) })
  return (
    <Panel label={url}>
      <Stack gap="md">
        <Group justify="space-between" align="start" gap="sm">
          <Title order={2} size="h4" style={{ overflowWrap: 'anywhere', flex: '1 1 16rem' }}>
            {url}
          </Title>
          <StatusBadge tone={TONES[state]}>{t(`webhooks.state.${state}`)}</StatusBadge>
        </Group>
        <Standing webhook={webhook} />
        <Group gap="xs">
          <Button variant="default" loading={testing.isPending} onClick={() => testing.mutate()}>
            {t('webhooks.test')}
          </Button>
          <Button
            variant="default"
            aria-expanded={isOpen}
            aria-controls={listId}
            onClick={() => setIsOpen((before) => !before)}
          >
            {t('webhooks.deliveries.title')}
            {dead > 0 && ` (${t('webhooks.deliveries.dead', { count: dead })})`}
          </Button>
          <WebhookActs webhook={webhook} onSecret={setSecret} />
        </Group>
        <div role="status">
          {testing.isSuccess && <TestResult test={testing.data} />}
          {secret !== null && <WebhookSecret key={secret} secret={secret} />}
        </div>
        {testing.error !== null && <Failure text={problem(testing.error)} />}
        <div id={listId}>{isOpen && <DeliveryList webhook={webhook} />}</div>
      </Stack>
    </Panel>
  )
}

/** What it is sent, how far it has come, and which keys sign. */
function Standing({ webhook }: { webhook: Webhook }) {
  const { t, moment } = useTexts()
  const { types, sentThrough, waiting, pausedUntil, lastDeliveredAt, publicKeys, previousKeysUntil, state } = webhook
  const facts = [
    types.length === 0 ? t('webhooks.gets.all') : t('webhooks.gets.some', { types: types.join(', ') }),
    lastDeliveredAt === null
      ? t('webhooks.nothingYet', { event: sentThrough })
      : t('webhooks.last', { time: moment(lastDeliveredAt), event: sentThrough }),
    ...(waiting > 0 ? [t('webhooks.waiting', { count: waiting })] : []),
    ...(state === 'disabled' ? [t('webhooks.stopped')] : []),
    ...(pausedUntil === null || state === 'disabled' ? [] : [t('webhooks.paused', { time: moment(pausedUntil) })]),
    ...(previousKeysUntil === null ? [] : [t('webhooks.overlapping', { time: moment(previousKeysUntil) })]),
  ]
  return (
    <Stack gap={4}>
      {facts.map((fact) => (
        <Text key={fact} size="sm" style={{ overflowWrap: 'anywhere' }}>
          {fact}
        </Text>
      ))}
      <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {t('webhooks.publicKey')}{' '}
        {publicKeys.map((key) => (
          <Code key={key} me={6}>
            {key}
          </Code>
        ))}
      </Text>
    </Stack>
  )
}

function TestResult({ test: { delivered, status, failure } }: { test: WebhookTest }) {
  const { t } = useTexts()
  const failed = useFailureText()
  return (
    <Notice tone={delivered ? 'calm' : 'wrong'}>
      {delivered
        ? t('webhooks.tested', { status: String(status) })
        : t('webhooks.testFailed', { why: failed({ failure, status }) })}
    </Notice>
  )
}
