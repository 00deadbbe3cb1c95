import { Button, Code, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'

import { carryOut, decide } from '../../api-client/operator-log.ts'
import type { Proposal } from '../../api-client/operator-partners.ts'
import { Notice } from '../../ui/notices.tsx'
import classes from '../../ui/rows.module.css'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useAct } from '../acts/use-act.tsx'
import type { ApiCall } from '../acts/ledger-calls.ts'
import { factsText } from '../facts-text.ts'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'

const TONES = {
  waiting: 'waiting',
  approved: 'waiting',
  done: 'ok',
  failed: 'wrong',
  rejected: 'quiet',
  expired: 'quiet',
} as const

/** The call that was proposed. */
function callOf({ operation, target, body }: Proposal): ApiCall {
  return { operation, target, body: (body ?? {}) as Record<string, unknown> }
}

/** The secret of an answer that is shown once. */
function secretOf(answer: unknown): string | null {
  const { apiKey } = (answer ?? {}) as { apiKey?: unknown }
  return typeof apiKey === 'string' ? apiKey : null
}

/** A call that was proposed, whole, and what can be decided about it. */
export function ProposalRow({ proposal }: { proposal: Proposal }) {
  const { t, moment } = useTexts()
  const key = useOperatorKey()
  const { ask, area } = useAct()
  const [secret, setSecret] = useState<string | null>(null)
  const { proposalId, state, operation, target, proposedBy, decidedBy, problem, createdAt, expiresAt } = proposal
  const call = callOf(proposal)
  const what = `${operation} ${factsText({ ...target, ...call.body })}`
  const decideOn = (name: 'approve' | 'reject') => {
    const nothing = { operation: 'rejectProposal', target: {}, body: {} }
    const run = () => decide(key, proposalId, name)
    ask({ name, values: { what }, call: name === 'approve' ? call : nothing, run })
  }
  const carry = () => {
    const onDone = (answer: object) => setSecret('answer' in answer ? secretOf(answer.answer) : null)
    ask({ name: 'carryOut', values: { what }, call, run: () => carryOut(key, proposalId), onDone })
  }
  return (
    <>
      <Stack gap={4} className={classes.name}>
        <Text fw={650}>{operation}</Text>
        <Code style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
          {factsText({ ...target, ...call.body })}
        </Code>
        <Text size="sm" c="dimmed">
          {t('proposals.by', { key: proposedBy, at: moment(createdAt) })}{' '}
          {state === 'waiting' && t('proposals.until', { until: moment(expiresAt) })}
          {decidedBy !== null && t('proposals.decided', { key: decidedBy })}{' '}
          {problem !== null && t('proposals.failed', { problem })}
        </Text>
        {secret !== null && (
          <Notice tone="careful" title={t('proposals.once')}>
            <Code style={{ overflowWrap: 'anywhere' }}>{secret}</Code>
          </Notice>
        )}
        {area}
      </Stack>
      <StatusBadge tone={TONES[state]}>{t(`proposals.state.${state}`)}</StatusBadge>
      <Group gap="xs">
        {state === 'waiting' && <Button onClick={() => decideOn('approve')}>{t('proposals.approve')}</Button>}
        {state === 'approved' && <Button onClick={carry}>{t('proposals.carryOut')}</Button>}
        {(state === 'waiting' || state === 'approved') && (
          <Button variant="default" onClick={() => decideOn('reject')}>
            {t('proposals.reject')}
          </Button>
        )}
      </Group>
    </>
  )
}
