import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconMailCheck } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import {
  type Delivery,
  listDeliveries,
  replayDeadLetters,
  replayDeliveries,
  type Webhook,
} from '../../api-client/console-webhooks.ts'
import { AskedRows } from '../../app/loaded.tsx'
import { usePages } from '../../app/use-pages.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { Failure, Notice } from '../../ui/notices.tsx'
import classes from '../../ui/rows.module.css'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useTexts } from '../use-texts.ts'
import { useFailureText } from './use-failure-text.ts'

const SHOWN = ['all', 'waiting', 'dead', 'delivered'] as const
const TONES = { waiting: 'waiting', dead: 'wrong', delivered: 'ok' } as const

type Shown = (typeof SHOWN)[number]

/** Events that did not arrive at the first try; they can be sent again, one by one, and dead letters all at once. */
export function DeliveryList({ webhook: { webhookId, dead } }: { webhook: Webhook }) {
  const { t, problem } = useTexts()
  const queries = useQueryClient()
  const [shown, setShown] = useState<Shown>('all')
  const state = shown === 'all' ? null : shown
  const { query, rows } = usePages(['webhook-deliveries', webhookId, shown], (cursor) =>
    listDeliveries(webhookId, { state, cursor }),
  )
  const replaying = useMutation({
    mutationFn: (deliveryId: string | null) =>
      deliveryId === null ? replayDeadLetters(webhookId) : replayDeliveries(webhookId, [deliveryId]),
    onSettled: () => queries.invalidateQueries(),
  })
  const underWay = replaying.isPending ? replaying.variables : undefined
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('webhooks.deliveries.about')}
      </Text>
      <Group gap="sm">
        <SegmentedControl<Shown>
          aria-label={t('webhooks.deliveries.shown')}
          value={shown}
          onChange={setShown}
          data={SHOWN.map((value) => ({ value, label: t(`webhooks.deliveries.show.${value}`) }))}
        />
        {dead > 0 && (
          <Button variant="default" loading={underWay === null} onClick={() => replaying.mutate(null)}>
            {t('webhooks.deliveries.replayAll', { count: dead })}
          </Button>
        )}
      </Group>
      <div role="status">
        {replaying.isSuccess && (
          <Notice tone="calm">{t('webhooks.deliveries.replayed', { count: replaying.data })}</Notice>
        )}
      </div>
      {replaying.error !== null && <Failure text={problem(replaying.error)} />}
      <AskedRows query={query} room="partner-console" />
      {query.isSuccess && rows.length === 0 && (
        <EmptyState icon={IconMailCheck}>{t('webhooks.deliveries.none')}</EmptyState>
      )}
      <ul className={classes.list}>
        {rows.map((delivery) => (
          <li key={delivery.deliveryId} className={classes.row}>
            <DeliveryRow
              delivery={delivery}
              isBusy={underWay === delivery.deliveryId}
              replay={() => replaying.mutate(delivery.deliveryId)}
            />
          </li>
        ))}
      </ul>
      <MoreButton query={query} label={t('more')} />
    </Stack>
  )
}

interface DeliveryRowProps {
  delivery: Delivery
  isBusy: boolean
  replay: () => void
}

function DeliveryRow({ delivery, isBusy, replay }: DeliveryRowProps) {
  const { t, moment } = useTexts()
  const failed = useFailureText()
  const { eventId, type, state, tries, lastFailure, lastStatus, nextTryAt, createdAt, endedAt } = delivery
  const time = nextTryAt ?? endedAt ?? createdAt
  return (
    <>
      <span className={classes.name}>
        <Text component="span" fw={650} display="block">
          {eventId} · {type}
        </Text>
        <Text component="span" size="sm" display="block">
          {t('webhooks.deliveries.tried', { count: tries, why: failed({ failure: lastFailure, status: lastStatus }) })}
        </Text>
        <Text component="span" size="sm" c="dimmed">
          {t(`webhooks.deliveries.when.${state}`, { time: moment(time) })}
        </Text>
      </span>
      <StatusBadge tone={TONES[state]}>{t(`webhooks.deliveries.state.${state}`)}</StatusBadge>
      <Button
        variant="default"
        loading={isBusy}
        aria-label={t('webhooks.deliveries.replayOf', { event: eventId })}
        onClick={replay}
      >
        {t('webhooks.deliveries.replay')}
      </Button>
    </>
  )
}
