import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'
import { useSearchParams } from 'wouter'

import { PageHead } from '../../ui/page-head.tsx'
import { Panel } from '../../ui/notices.tsx'
import { useTexts } from '../use-texts.ts'
import { FreezePanel } from './freeze-panel.tsx'
import { RecoveryPanel } from './recovery-panel.tsx'

const MEMBER_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Stopping an account that is in danger, and moving points whose key was lost. */
export function MembersPage() {
  const { t } = useTexts()
  const [params, setParams] = useSearchParams()
  const memberId = params.get('member')
  const [typed, setTyped] = useState(memberId ?? '')
  const wanted = typed.trim().toLowerCase()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (MEMBER_ID.test(wanted)) setParams({ member: wanted })
  }
  return (
    <Stack gap="lg">
      <PageHead title={t('members.title')} about={t('members.about')} />
      <Panel label={t('members.which')}>
        <form onSubmit={submit} role="search" aria-label={t('members.which')}>
          <Group align="end" gap="sm">
            <TextInput
              label={t('members.memberId')}
              description={t('members.memberIdAbout')}
              error={typed !== '' && !MEMBER_ID.test(wanted) && t('members.memberIdUnreadable')}
              placeholder="0199a7c2-7b7e-7c3e-8a4d-2f6f5f3f9a10"
              autoComplete="off"
              spellCheck={false}
              w={{ base: '100%', xs: '26rem' }}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Button type="submit" disabled={!MEMBER_ID.test(wanted)}>
              {t('members.open')}
            </Button>
          </Group>
        </form>
      </Panel>
      {memberId === null || !MEMBER_ID.test(memberId) ? (
        <Text c="dimmed">{t('members.none')}</Text>
      ) : (
        <Stack key={memberId} gap="lg">
          <FreezePanel memberId={memberId} />
          <RecoveryPanel memberId={memberId} />
        </Stack>
      )}
    </Stack>
  )
}
