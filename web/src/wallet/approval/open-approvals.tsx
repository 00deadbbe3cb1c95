import { Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { type Approval, listApprovals } from '../../api-client/approvals.ts'
import { consentToRedemption, declineRedemption } from '../../api-client/rewards.ts'
import { useRefresh } from '../member.ts'
import { useTexts } from '../use-texts.ts'
import { ApprovalView } from './approval-view.tsx'

/** A till waits for the answer, and so does a queue of people. TanStack Query stops looking while the page is hidden. */
const LOOK_MS = 2_000

function isWaiting({ state, expiresAt }: Approval): boolean {
  return state === 'held' && Date.parse(expiresAt) > Date.now()
}

/** What tills ask of the member, above whatever page is shown, as soon as it is asked. */
export function OpenApprovals() {
  const { t } = useTexts()
  const refresh = useRefresh()
  const [answer, setAnswer] = useState<'done' | 'declined' | null>(null)
  const { data = [] } = useQuery({ queryKey: ['approvals'], queryFn: listApprovals, refetchInterval: LOOK_MS })
  const waiting = data.filter(isWaiting)
  return (
    <>
      <div role="status">
        {answer !== null && waiting.length === 0 && (
          <Paper withBorder p="md" mb="md" radius="lg">
            <Text>{t(`approval.${answer}`)}</Text>
          </Paper>
        )}
      </div>
      <div aria-live="assertive">
        {waiting.map((approval) => (
          <Paper
            key={approval.redemptionId}
            component="section"
            aria-label={t('approval.title')}
            withBorder
            shadow="md"
            radius="lg"
            p="md"
            mb="md"
            style={{ borderColor: 'var(--entente-accent)', borderWidth: 2 }}
          >
            <Stack gap="xs">
              <Title order={2} size="h4">
                {t('approval.title')}
              </Title>
              <ApprovalView
                approval={approval}
                submit={async (consent) => {
                  await consentToRedemption(approval.redemptionId, consent)
                  setAnswer('done')
                  await refresh()
                }}
                onDecline={async () => {
                  await declineRedemption(approval.redemptionId)
                  setAnswer('declined')
                  await refresh()
                }}
              />
            </Stack>
          </Paper>
        ))}
      </div>
    </>
  )
}
