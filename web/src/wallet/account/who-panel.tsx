import { Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'

import { signOut } from '../../api-client/sessions.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import { useMember } from '../member.ts'
import { forgetMember } from '../on-device/kept-member.ts'
import { useTexts } from '../use-texts.ts'
import classes from '../wallet-parts.module.css'

/** Who is signed in here, and the way out. */
export function WhoPanel() {
  const { t, day } = useTexts()
  const me = useMember()
  const queries = useQueryClient()
  const leaving = useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      forgetMember()
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
        <details>
          <summary className={classes.summary}>{t('account.technical')}</summary>
          <Text c="dimmed" size="sm" style={{ overflowWrap: 'anywhere' }}>
            {t('account.number', { account: me.address })}
          </Text>
        </details>
        <ActionButton mt="sm" action={leaving} label={t('account.signOut')} />
      </Stack>
    </TitledPanel>
  )
}
