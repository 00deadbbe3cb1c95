import { Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'

import { setApprovals } from '../../api-client/console-approvals.ts'
import { Asked } from '../../app/loaded.tsx'
import { ConfirmDialog } from '../../console/confirm-dialog.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import { usePerson } from '../person.ts'
import { useTexts } from '../use-texts.ts'
import { ApprovalNotice } from './approval-notice.tsx'
import { useApprovals } from './use-approvals.ts'

/** How many people confirm statements, for owners to change; and what waits for a second person. */
export function ApprovalsPanel() {
  const { t } = useTexts()
  const { scopes } = usePerson()
  const query = useApprovals()
  const [asked, setAsked] = useState<1 | 2 | null>(null)
  if (query.data === undefined)
    return (
      <TitledPanel label={t('approvals.title')}>
        <Asked query={query} room="partner-console" />
      </TitledPanel>
    )
  const { statementApprovals, waiting } = query.data
  const isAsked = waiting.some(({ kind }) => kind === 'single_approval')
  const other = statementApprovals === 1 ? 2 : 1
  const names = { 1: 'one', 2: 'two' } as const
  return (
    <TitledPanel label={t('approvals.title')}>
      <Stack gap="md">
        <Text>{t(`approvals.now.${names[statementApprovals]}`)}</Text>
        {waiting.map((request) => (
          <ApprovalNotice key={request.approvalId} request={request} />
        ))}
        {scopes.includes('people:write') && !isAsked && (
          <Button variant="default" w="fit-content" onClick={() => setAsked(other)}>
            {t(`approvals.${names[other]}.start`)}
          </Button>
        )}
      </Stack>
      <ConfirmDialog
        plan={
          asked && {
            title: t(`approvals.${names[asked]}.title`),
            words: [t(`approvals.${names[asked]}.words`)],
            calls: [],
            go: t(`approvals.${names[asked]}.go`),
          }
        }
        room="partner-console"
        run={() => setApprovals(asked ?? statementApprovals)}
        onDone={() => setAsked(null)}
        onCancel={() => setAsked(null)}
      />
    </TitledPanel>
  )
}
