import { Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

import type { Settlement } from '../../api-client/statement.ts'
import { Notice, TitledPanel } from '../../ui/notices.tsx'
import { useTexts } from '../use-texts.ts'
import { SettlementBadge } from './settlement-badge.tsx'

/** Whether what was last asked for is on its way to the ledger. */
export function isActUnderWay(act: Settlement['lastAct'] | undefined): boolean {
  return act?.state === 'requested' || act?.state === 'sent'
}

interface SettlementPanelProps {
  settlement: Settlement
  currency: string
  /** What can be done about it. */
  children: ReactNode
}

/** What the ledger says of a month, who marked it as paid, and whether it is disputed. */
export function SettlementPanel({ settlement, currency, children }: SettlementPanelProps) {
  const { t, money, moment } = useTexts()
  const { state, netMinor, isDifferent, marks, disputeUntil, disputedAt, lastAct } = settlement
  const { disputeReason, disputeOutcome } = settlement
  const mark = (side: 'operator' | 'partner') =>
    t(marks[side] === null ? 'settlement.unmarked' : 'settlement.marked', { side: t(`settlement.side.${side}`) })
  return (
    <TitledPanel label={t('settlement.title')}>
      <Stack gap="sm">
        <Group gap="sm">
          <SettlementBadge settlement={settlement} />
          {netMinor !== null && <Text size="sm">{t('settlement.net', { amount: money(netMinor, currency) })}</Text>}
        </Group>
        <Text size="sm">{t(`settlement.about.${state}`)}</Text>
        {netMinor !== null && (
          <Text size="sm" c="dimmed">
            {mark('operator')} {mark('partner')}
          </Text>
        )}
        {isDifferent && <Notice tone="wrong">{t('settlement.different')}</Notice>}
        {disputedAt !== null && (
          <Notice tone="careful" title={t('settlement.disputed', { since: moment(disputedAt) })}>
            <Text style={{ overflowWrap: 'anywhere' }}>{disputeReason ?? t('settlement.elsewhere')}</Text>
          </Notice>
        )}
        {disputeOutcome !== null && disputedAt === null && (
          <Notice tone="calm" title={t('settlement.agreed')}>
            <Text style={{ overflowWrap: 'anywhere' }}>{disputeOutcome}</Text>
          </Notice>
        )}
        {disputeUntil !== null && (state === 'open' || state === 'marked') && (
          <Text size="sm" c="dimmed">
            {t(new Date() > new Date(disputeUntil) ? 'settlement.wasUntil' : 'settlement.until', {
              until: moment(disputeUntil),
            })}
          </Text>
        )}
        {lastAct !== null && (isActUnderWay(lastAct) || lastAct.state === 'failed') && (
          <Notice tone={lastAct.state === 'failed' ? 'wrong' : 'calm'}>
            {t(`settlement.act.${lastAct.state}`, {
              act: t(`settlement.acts.${lastAct.kind}`),
              asked: moment(lastAct.requestedAt),
              reason: lastAct.failedReason ?? '',
            })}
          </Notice>
        )}
        {children}
      </Stack>
    </TitledPanel>
  )
}
