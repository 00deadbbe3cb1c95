import { Button, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'

import { signOut } from '../../api-client/sessions.ts'
import { LanguageSwitch } from '../../ui/language-switch.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { ThemeSwitch } from '../../ui/theme-switch.tsx'
import { forgetCard } from '../card/kept-card.ts'
import { useMember } from '../member.ts'
import { useTexts } from '../use-texts.ts'
import { FreezePanel } from './freeze-panel.tsx'
import { MoveNotice } from './move-notice.tsx'
import { MovePanel } from './move-panel.tsx'
import { PinPanel } from './pin-panel.tsx'
import { RecoveryNotice } from './recovery-notice.tsx'
import { SessionsPanel } from './sessions-panel.tsx'
import { ShowInWalletPanel } from './show-in-wallet-panel.tsx'

function LookPanel() {
  const { t } = useTexts()
  return (
    <TitledPanel label={t('account.look')}>
      <Stack gap="sm" align="start">
        <LanguageSwitch />
        <ThemeSwitch
          label={t('account.theme')}
          names={{ auto: t('account.themeAuto'), light: t('account.themeLight'), dark: t('account.themeDark') }}
        />
      </Stack>
    </TitledPanel>
  )
}

function WhoPanel() {
  const { t, day } = useTexts()
  const me = useMember()
  const queries = useQueryClient()
  const leaving = useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      forgetCard()
      queries.clear()
      window.location.assign('/wallet')
    },
  })
  return (
    <TitledPanel label={t('account.who')}>
      <Stack gap={4} align="start">
        <Text>{t(`account.kind.${me.kind}`)}</Text>
        {me.identifiers.map(({ kind, hint }) => (
          <Text key={`${kind} ${hint}`} c="dimmed">
            {t(`account.identifier.${kind}`, { hint })}
          </Text>
        ))}
        <Text c="dimmed">{t('account.since', { day: day(me.enrolledAt) })}</Text>
        <Text c="dimmed" size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t('account.number', { account: me.address })}
        </Text>
        <Button variant="default" mt="sm" loading={leaving.isPending} onClick={() => leaving.mutate()}>
          {t('account.signOut')}
        </Button>
      </Stack>
    </TitledPanel>
  )
}

/** The account: who one is here, how it looks, and what keeps it safe. */
export function AccountPage() {
  const { t } = useTexts()
  const me = useMember()
  return (
    <Stack gap="md" maw={640}>
      <PageTitle>{t('account.title')}</PageTitle>
      <RecoveryNotice />
      <MoveNotice />
      <LookPanel />
      <FreezePanel />
      {me.kind === 'card' && <PinPanel />}
      <MovePanel />
      <ShowInWalletPanel />
      <SessionsPanel />
      <WhoPanel />
    </Stack>
  )
}
