import { Stack, Text } from '@mantine/core'

import type { Consent } from '../../api-client/account.ts'
import { consentKindOf } from '../../api-client/account.ts'
import type { Approval } from '../../api-client/approvals.ts'
import { ConsentForm } from '../consent/consent-form.tsx'
import { useTexts } from '../use-texts.ts'

/** What is asked, in a sentence: what is spent, where, and what it gives. */
export function useApprovalSentence(): (approval: Approval) => string {
  const { t, points, money, translated } = useTexts()
  return (approval) => {
    const { partnerName: partner, rewardTitle, valueMinor, currency } = approval
    const spent = { points: points(approval.points), partner }
    const reward = rewardTitle === null ? undefined : translated(rewardTitle)
    if (reward !== undefined) return t('approval.forReward', { ...spent, reward })
    if (valueMinor === null) return t('approval.plain', spent)
    return t('approval.forMoney', { ...spent, amount: money(valueMinor, currency) })
  }
}

interface ApprovalViewProps {
  approval: Approval
  submit: (consent: Consent) => Promise<unknown>
  onDecline: () => Promise<unknown>
}

/** What a till asks, and the two answers. */
export function ApprovalView({ approval, submit, onDecline }: ApprovalViewProps) {
  const { t, clock } = useTexts()
  const sentence = useApprovalSentence()
  return (
    <Stack gap="sm">
      <Text size="lg" fw={600}>
        {sentence(approval)}
      </Text>
      <Text size="sm" c="dimmed">
        {t('approval.until', { time: clock(approval.expiresAt) })}
      </Text>
      <ConsentForm
        kind={consentKindOf(approval.memberKind)}
        account={approval.memberAddress}
        order={async () => approval}
        submit={submit}
        label={t('approval.approve')}
        decline={{ label: t('approval.decline'), run: onDecline }}
      />
    </Stack>
  )
}
