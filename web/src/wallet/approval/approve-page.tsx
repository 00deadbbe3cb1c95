import { Container, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { consentToApproval, declineApproval, readApproval } from '../../api-client/approvals.ts'
import { Panel } from '../../ui/notices.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { Loaded } from '../../app/loaded.tsx'
import { useTexts } from '../use-texts.ts'
import { ApprovalView, useApprovalSentence } from './approval-view.tsx'

const LOOK_MS = 2_000
const ENDED = ['voided', 'expired', 'refused']

/** The secret stands behind the # of the link, which browsers do not send to anybody. */
function secretOfLink(): string {
  return window.location.hash.slice(1)
}

/** The page behind a till's QR code: anyone with the link and the key can answer, signed in or not. */
export function ApprovePage({ redemptionId }: { redemptionId: string }) {
  const { t } = useTexts()
  const sentence = useApprovalSentence()
  const queries = useQueryClient()
  const [secret] = useState(secretOfLink)
  const [isDeclined, setDeclined] = useState(false)
  const queryKey = ['approval', redemptionId]
  const query = useQuery({ queryKey, queryFn: () => readApproval(redemptionId, secret), refetchInterval: LOOK_MS })
  return (
    <Container size={560} px={0}>
      <Stack gap="md">
        <PageTitle>{t('approval.title')}</PageTitle>
        <Panel>
          <Loaded query={query}>
            {(approval) => {
              if (isDeclined) return <Text role="status">{t('approval.declined')}</Text>
              if (ENDED.includes(approval.state)) return <Text role="status">{t('approval.ended')}</Text>
              if (approval.state !== 'held') {
                return (
                  <Stack gap="xs" role="status">
                    <Text fw={600}>{t('approval.done')}</Text>
                    <Text>{sentence(approval)}</Text>
                  </Stack>
                )
              }
              return (
                <ApprovalView
                  approval={approval}
                  submit={async (consent) =>
                    queries.setQueryData(queryKey, await consentToApproval(redemptionId, secret, consent))
                  }
                  onDecline={async () => {
                    queries.setQueryData(queryKey, await declineApproval(redemptionId, secret))
                    setDeclined(true)
                  }}
                />
              )
            }}
          </Loaded>
        </Panel>
      </Stack>
    </Container>
  )
}
