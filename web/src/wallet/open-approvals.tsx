import { Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { type Approval, listApprovals } from '../api-client/approvals.ts'
import { consentToRedemption } from '../api-client/rewards.ts'
import { ApprovalView } from './approval-view.tsx'
import { useLookAgain } from './member.ts'
import { useWords } from './words.ts'

/** A till waits for the answer, and so does a queue of people. TanStack Query stops looking while the page is hidden. */
const LOOK_MS = 2_000

function isWaiting({ state, expiresAt }: Approval): boolean {
  return state === 'held' && Date.parse(expiresAt) > Date.now()
}

/** What tills ask of the member, above whatever page is shown, as soon as it is asked. */
export function OpenApprovals() {
  const { t } = useWords()
  const lookAgain = useLookAgain()
  const [declined, setDeclined] = useState<readonly string[]>([])
  const [isDone, setDone] = useState(false)
  const { data = [] } = useQuery({ queryKey: ['approvals'], queryFn: listApprovals, refetchInterval: LOOK_MS })
  const waiting = data.filter((approval) => isWaiting(approval) && !declined.includes(approval.redemptionId))
  return (
    <>
      <div role="status">
        {isDone && waiting.length === 0 && (
          <Paper withBorder p="md" mb="md" radius="lg">
            <Text>{t('approval.done')}</Text>
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
            style={{ borderColor: 'var(--mantine-primary-color-filled)', borderWidth: 2 }}
          >
            <Stack gap="xs">
              <Title order={2} size="h4">
                {t('approval.title')}
              </Title>
              <ApprovalView
                approval={approval}
                submit={async (consent) => {
                  await consentToRedemption(approval.redemptionId, consent)
                  setDone(true)
                  await lookAgain()
                }}
                onDecline={() => setDeclined([...declined, approval.redemptionId])}
              />
            </Stack>
          </Paper>
        ))}
      </div>
    </>
  )
}
