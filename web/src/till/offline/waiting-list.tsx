import { Badge, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'

import { Failure, Nothing } from '../../ui/notices.tsx'
import { useTexts } from '../use-texts.ts'
import type { Decision } from './purchase-queue.ts'
import type { QueuedPurchase, UnreadableRow } from './queued-purchase.ts'
import { readCustomer } from './read-customer.ts'
import { useCustomerProblem } from './use-customer-problem.ts'
import { decideOn, syncSoon, useStation } from './station.ts'

const ORDER = { unreadable: 0, attention: 1, waiting: 2, recorded: 3, removed: 4 } as const
/** Settled ones are for a glance: the server has them. */
const SETTLED_SHOWN_MAX = 20
/** Thousands may wait after weeks: the list stays one that a person can look through. */
const OPEN_SHOWN_MAX = 100

/** What this till saved, what became of it, and what a person has to decide. */
export function WaitingList() {
  const { t, refusal } = useTexts()
  const { rows, isOnline, isUsable, waiting, stopped } = useStation()
  const sorted = rows.toSorted((a, b) => ORDER[a.state] - ORDER[b.state] || b.seq - a.seq)
  const open = sorted.filter(({ state }) => ORDER[state] <= ORDER.waiting)
  const settled = sorted.filter(({ state }) => ORDER[state] > ORDER.waiting).slice(0, SETTLED_SHOWN_MAX)
  return (
    <Stack gap="sm">
      {!isUsable && <Failure text={t('offline.unusable')} />}
      {stopped !== null && <Failure text={refusal(stopped.code, stopped.details)} />}
      {waiting > 0 && isOnline && (
        <Button variant="default" w="fit-content" onClick={syncSoon}>
          {t('offline.list.now')}
        </Button>
      )}
      {sorted.length === 0 && <Nothing>{t('offline.list.none')}</Nothing>}
      <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>
        {[...open.slice(0, OPEN_SHOWN_MAX), ...settled].map((row) => (
          <li key={row.seq}>{row.state === 'unreadable' ? <Unreadable row={row} /> : <Row row={row} />}</li>
        ))}
      </Stack>
      {open.length > OPEN_SHOWN_MAX && <Text>{t('offline.list.more', { count: open.length - OPEN_SHOWN_MAX })}</Text>}
    </Stack>
  )
}

function Unreadable({ row }: { row: UnreadableRow }) {
  const { t } = useTexts()
  return <Failure text={`${t('offline.list.unreadable')} ${row.text}`} />
}

function Row({ row }: { row: QueuedPurchase }) {
  const { t, points, money, moment } = useTexts()
  const earned = row.points ?? row.pointsEstimated
  return (
    <Stack gap={4} pb="xs" style={{ borderBottom: '1px solid var(--entente-line)' }}>
      <Group justify="space-between" wrap="nowrap" align="start">
        <div>
          <Text fw={600}>{money(row.amountMinor, row.currency)}</Text>
          <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {moment(row.occurredAt)} · {row.orderRef}
          </Text>
          <Text size="sm">
            {row.slip === null
              ? t('offline.list.card', { last: (row.member?.value ?? '').slice(-4) })
              : t('offline.list.slip', { code: row.slip.code })}
            {earned !== null &&
              ` · ${row.points === null ? t('offline.estimate', { points: points(earned) }) : points(earned)}`}
          </Text>
        </div>
        <Badge variant="default" tt="none" {...(row.state === 'attention' && { c: 'var(--entente-danger)' })}>
          {t(`offline.state.${row.state}`)}
        </Badge>
      </Group>
      {(row.state === 'attention' || (row.state === 'waiting' && row.tries === 0)) && <Decisions row={row} />}
    </Stack>
  )
}

function Decisions({ row }: { row: QueuedPurchase }) {
  const { t, refusal } = useTexts()
  const [typed, setTyped] = useState('')
  const [isRemoving, setRemoving] = useState(false)
  const decision = useMutation({ mutationFn: (what: Decision) => decideOn(row.seq, what) })
  const customerProblem = useCustomerProblem()
  const customer = readCustomer(typed)
  const isAttention = row.state === 'attention'
  return (
    <Stack gap="xs">
      {isAttention && row.refusal !== null && <Failure text={refusal(row.refusal.code, row.refusal.details)} />}
      {isAttention && row.slip === null && (
        <Group align="end" gap="xs">
          <TextInput
            label={t('offline.list.otherCard')}
            autoComplete="off"
            value={typed}
            error={customerProblem(customer)}
            onChange={(event) => {
              setTyped(event.currentTarget.value)
            }}
          />
          <Button
            variant="default"
            disabled={customer.kind !== 'member'}
            onClick={() => {
              if (customer.kind === 'member') decision.mutate({ kind: 'name_member', member: customer.member })
            }}
          >
            {t('offline.list.useCard')}
          </Button>
        </Group>
      )}
      <Group gap="xs">
        {isAttention && (
          <Button
            variant="default"
            onClick={() => {
              decision.mutate({ kind: 'retry' })
            }}
          >
            {t('offline.list.retry')}
          </Button>
        )}
        <Button
          variant="subtle"
          color="red"
          onClick={() => {
            if (isRemoving) decision.mutate({ kind: 'remove' })
            else setRemoving(true)
          }}
        >
          {t(isRemoving ? 'offline.list.removeSure' : 'offline.list.remove')}
        </Button>
      </Group>
      {decision.data === false && <Failure text={t('offline.list.tooLate')} />}
    </Stack>
  )
}
