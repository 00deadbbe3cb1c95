import { Button, Group, Text } from '@mantine/core'
import { useState } from 'react'

import { type ApprovalRequest, approveRequest, rejectRequest } from '../../api-client/console-approvals.ts'
import { ConfirmDialog, type Plan } from '../../console/confirm-dialog.tsx'
import { Notice } from '../../ui/notices.tsx'
import { usePerson } from '../person.ts'
import { usePartnerCall } from '../statements/partner-plan.ts'
import { useTexts } from '../use-texts.ts'

type Act = 'approve' | 'reject' | 'takeBack'

/** What was asked for, by whom, and who must still approve; with the ways to decide on it. */
export function ApprovalNotice({ request }: { request: ApprovalRequest }) {
  const { t, moment, month } = useTexts()
  const { personId, partner, scopes } = usePerson()
  const callOf = usePartnerCall()
  const [act, setAct] = useState<Act | null>(null)
  const { approvalId, kind, reference, requestedBy, requestedAt, expiresAt } = request
  const isMine = requestedBy.personId === personId
  const what = t(`approvals.what.${kind}`, {
    month: request.month === null ? '' : month(request.month),
    reference: reference ?? '',
  })
  const planOf = (one: Act): Plan => ({
    title: t(`approvals.${one}.title`),
    words: [what, t(`approvals.${one}.words`)],
    calls:
      one === 'approve' && kind === 'confirmation' && request.month !== null
        ? [
            callOf(
              { kind, text: reference ?? '' },
              { month: request.month, partnerId: partner.partnerId },
              'whenYouApprove',
            ),
          ]
        : [],
    go: t(`approvals.${one}.go`),
    isGrave: one !== 'approve',
  })
  const acts: readonly Act[] = isMine ? ['takeBack'] : ['approve', 'reject']
  return (
    <Notice tone="careful" title={t('approvals.waiting')}>
      <Text style={{ overflowWrap: 'anywhere' }}>{what}</Text>
      <Text size="sm">
        {t('approvals.by', { name: requestedBy.name ?? t('approvals.nobody'), time: moment(requestedAt) })}
      </Text>
      <Text size="sm">{t(isMine ? 'approvals.othersMust' : 'approvals.youMay', { time: moment(expiresAt) })}</Text>
      {scopes.includes('clearing:write') && (
        <Group gap="sm" mt="sm">
          {acts.map((one) => (
            <Button key={one} variant={one === 'approve' ? 'filled' : 'default'} onClick={() => setAct(one)}>
              {t(`approvals.${one}.start`)}
            </Button>
          ))}
        </Group>
      )}
      <ConfirmDialog
        plan={act && planOf(act)}
        room="partner-console"
        run={() => (act === 'approve' ? approveRequest : rejectRequest)(approvalId)}
        onDone={() => setAct(null)}
        onCancel={() => setAct(null)}
      />
    </Notice>
  )
}
