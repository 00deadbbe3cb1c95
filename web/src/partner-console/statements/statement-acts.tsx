import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'

import { confirmStatement, disputeStatement, withdrawDispute } from '../../api-client/console.ts'
import type { Statement, StatementSummary } from '../../api-client/statement.ts'
import { ConfirmDialog } from '../../console/confirm-dialog.tsx'
import { isActUnderWay } from '../../console/statement/settlement-panel.tsx'
import { Notice } from '../../ui/notices.tsx'
import { ApprovalNotice } from '../approvals/approval-notice.tsx'
import { useApprovals } from '../approvals/use-approvals.ts'
import { usePerson } from '../person.ts'
import { useTexts } from '../use-texts.ts'
import { type PartnerAct, usePartnerPlan } from './partner-plan.ts'

/** What can still be done about a statement, as its settlement stands. */
function actsOf({ settlement }: Statement, now: Date): readonly PartnerAct['kind'][] {
  const { state, disputeUntil, lastAct, approval } = settlement
  if (isActUnderWay(lastAct)) return []
  if (state === 'disputed') return ['withdrawal']
  if (state !== 'open' && state !== 'marked') return []
  const isAsked = approval !== null && new Date(approval.expiresAt) > now
  const isTooLate = disputeUntil !== null && now > new Date(disputeUntil)
  return [...(isAsked ? [] : (['confirmation'] as const)), ...(isTooLate ? [] : (['dispute'] as const))]
}

/** Confirming a statement, disputing it, and taking the dispute back: for those whose role includes it. */
export function StatementActs({ answer }: { answer: Statement }) {
  const { t } = useTexts()
  const { scopes } = usePerson()
  const [typing, setTyping] = useState<'confirmation' | 'dispute' | null>(null)
  const [asked, setAsked] = useState<PartnerAct | null>(null)
  const [done, setDone] = useState<PartnerAct['kind'] | 'asked' | null>(null)
  const { approval } = answer.settlement
  const waiting = approval !== null && new Date(approval.expiresAt) > new Date() && (
    <ApprovalNotice request={approval} />
  )
  if (!scopes.includes('clearing:write')) return waiting
  const acts = actsOf(answer, new Date())
  const start = (kind: PartnerAct['kind']) => {
    setDone(null)
    if (kind === 'withdrawal') setAsked({ kind, text: null })
    else setTyping(kind)
  }
  return (
    <Stack gap="sm">
      {waiting}
      {typing === null ? (
        <Group gap="sm">
          {acts.map((kind) => (
            <Button key={kind} variant={kind === 'confirmation' ? 'filled' : 'default'} onClick={() => start(kind)}>
              {t(`acts.${kind}.start`)}
            </Button>
          ))}
        </Group>
      ) : (
        <ActForm
          key={typing}
          kind={typing}
          first={typing === 'confirmation' ? (answer.payment?.reference ?? '') : ''}
          onReview={(text) => setAsked({ kind: typing, text })}
          onCancel={() => setTyping(null)}
        />
      )}
      <div role="status">
        {done !== null && (
          <Notice tone="calm">{t(done === 'asked' ? 'acts.confirmation.asked' : `acts.${done}.done`)}</Notice>
        )}
      </div>
      <ActDialog
        answer={answer}
        act={asked}
        onDone={({ settlement }) => {
          setDone(settlement.approval === null ? (asked?.kind ?? null) : 'asked')
          setAsked(null)
          setTyping(null)
        }}
        onCancel={() => setAsked(null)}
      />
    </Stack>
  )
}

interface ActFormProps {
  kind: 'confirmation' | 'dispute'
  /** What stands there at first. */
  first: string
  onReview: (text: string) => void
  onCancel: () => void
}

/** Asks for the reference of the payment, or for the reason of the dispute. */
function ActForm({ kind, first, onReview, onCancel }: ActFormProps) {
  const { t } = useTexts()
  const [text, setText] = useState(first)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (text.trim() !== '') onReview(text.trim())
  }
  const field = {
    label: t(`acts.${kind}.field`),
    description: t(`acts.${kind}.about`),
    autoFocus: true,
    required: true,
    value: text,
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw={560}>
        {kind === 'confirmation' ? (
          <TextInput {...field} maxLength={140} onChange={(event) => setText(event.currentTarget.value)} />
        ) : (
          <Textarea {...field} rows={4} maxLength={2_000} onChange={(event) => setText(event.currentTarget.value)} />
        )}
        <Group gap="sm">
          <Button type="submit">{t('acts.review')}</Button>
          <Button variant="default" onClick={onCancel}>
            {t('acts.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface ActDialogProps {
  answer: Statement
  /** Null: nothing is asked for. */
  act: PartnerAct | null
  onDone: (answer: StatementSummary) => void
  onCancel: () => void
}

function ActDialog({ answer: { statement }, act, onDone, onCancel }: ActDialogProps) {
  const { data } = useApprovals()
  const planOf = usePartnerPlan(statement, data?.statementApprovals ?? 1)
  const run = (): Promise<StatementSummary> => {
    const { month } = statement
    if (act === null) throw new Error('confirmed without anything asked for')
    if (act.kind === 'withdrawal') return withdrawDispute(month)
    return act.kind === 'confirmation' ? confirmStatement(month, act.text) : disputeStatement(month, act.text)
  }
  return (
    <ConfirmDialog plan={act && planOf(act)} room="partner-console" run={run} onDone={onDone} onCancel={onCancel} />
  )
}
