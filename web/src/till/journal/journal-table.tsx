import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import { readTillReward } from '../../api-client/till-rewards.ts'
import { readRedemption } from '../../api-client/till.ts'
import { Panel } from '../../ui/notices.tsx'
import { useTill } from '../connection/connection.ts'
import { RestoreForm } from '../redeem/restore-form.tsx'
import { useTexts } from '../use-texts.ts'
import { type JournalRow, pointsGivenBack, type RedemptionRow, useJournal } from './journal.ts'
import { noteRedemption } from './note-redemption.ts'

/** Captured redemptions settle by themselves; they are polled until nothing changes. */
const LOOK_EVERY_MS = 2_000
const UNDERWAY = ['held', 'consented', 'captured', 'gave_way', 'submitted', 'confirmed']
/** What is on the ledger can be given back. */
const BURNED = ['confirmed', 'final']

/** What this till did today. */
export function JournalTable() {
  const { t } = useTexts()
  const rows = useJournal()
  return (
    <Panel label={t('journal.title')}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t('journal.title')}
        </Title>
        {rows.length === 0 && <Text c="dimmed">{t('journal.none')}</Text>}
        <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>
          {rows.map((row) => (
            <li key={`${row.kind} ${row.reference}`}>
              <Row row={row} />
            </li>
          ))}
        </Stack>
      </Stack>
    </Panel>
  )
}

function Row({ row }: { row: JournalRow }) {
  const { t, points, clock } = useTexts()
  const what = useWhat(row)
  return (
    <Stack gap={4} pb="xs" style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }}>
      <Group justify="space-between" wrap="nowrap" align="start">
        <div>
          <Text size="sm" fw={600}>
            {t(`journal.kind.${row.kind}`)} {what}
          </Text>
          <Text size="xs" c="dimmed" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
            {clock(row.at)} · {row.reference}
          </Text>
        </div>
        {row.kind !== 'voucher' && (
          <Text size="sm" fw={600} style={{ whiteSpace: 'nowrap' }}>
            {points(row.kind === 'redemption' ? `-${row.points}` : row.points)}
          </Text>
        )}
      </Group>
      {row.kind === 'redemption' && <RedemptionLine row={row} />}
    </Stack>
  )
}

/** What it was about: an amount, or a reward. */
function useWhat(row: JournalRow): string {
  const { money, titleOf } = useTexts()
  const { line, partner } = useTill()
  const rewardId = row.kind === 'redemption' ? row.rewardId : null
  const { data: reward } = useQuery({
    queryKey: ['till reward', rewardId],
    queryFn: () => readTillReward(line, rewardId ?? ''),
    enabled: rewardId !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })
  if (row.kind === 'voucher') return row.title
  if (reward !== undefined) return titleOf(reward)
  if (row.kind === 'purchase' || row.kind === 'return') return money(row.amountMinor, partner.currency)
  return row.kind === 'redemption' && row.valueMinor !== null ? money(row.valueMinor, partner.currency) : ''
}

function RedemptionLine({ row }: { row: RedemptionRow }) {
  const { t, points, standing } = useTexts()
  const { line } = useTill()
  const [isRestoring, setRestoring] = useState(false)
  const givenBack = pointsGivenBack(useJournal(), row)
  const look = useQuery({
    queryKey: ['journal redemption', row.redemptionId],
    queryFn: () => readRedemption(line, row.redemptionId),
    enabled: UNDERWAY.includes(row.state) || givenBack !== row.pointsRestored,
    refetchInterval: LOOK_EVERY_MS,
  })
  const { data } = look
  useEffect(() => {
    if (data !== undefined && (data.state !== row.state || data.pointsRestored !== row.pointsRestored))
      noteRedemption(data)
  }, [data, row.state, row.pointsRestored])
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Badge
          variant="default"
          tt="none"
          c={row.state === 'refused' ? 'var(--entente-danger)' : 'var(--mantine-color-text)'}
        >
          {standing(row)}
        </Badge>
        {givenBack !== '0' && (
          <Text size="xs" c="dimmed">
            {t('journal.restored', { points: points(givenBack) })}
          </Text>
        )}
        {BURNED.includes(row.state) && !isRestoring && givenBack !== row.points && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              setRestoring(true)
            }}
          >
            {t('journal.restore')}
          </Button>
        )}
      </Group>
      {isRestoring && (
        <RestoreForm
          row={row}
          left={String(BigInt(row.points) - BigInt(givenBack))}
          onDone={() => {
            setRestoring(false)
          }}
        />
      )}
    </Stack>
  )
}
