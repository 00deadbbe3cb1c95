import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'

import { endPersonSession, listPersonSessions, type PersonSession, signOutPerson } from '../../api-client/console.ts'
import { Asked } from '../../app/loaded.tsx'
import { ProblemNotice } from '../../app/problem-notice.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { forgetAnswers, PERSON, usePerson } from '../person.ts'
import { useTexts } from '../use-texts.ts'
import { PasskeysPanel } from './passkeys-panel.tsx'

const SESSIONS = ['person-sessions']

/** Who is signed in, where else, and how to end it. */
export function AccountPage() {
  const { t } = useTexts()
  const { name, email, role } = usePerson()
  const queries = useQueryClient()
  const leaving = useMutation({
    mutationFn: signOutPerson,
    onSuccess: () => {
      forgetAnswers(queries)
      return queries.resetQueries({ queryKey: PERSON })
    },
  })
  return (
    <Stack gap="lg">
      <PageHead title={t('account.title')} />
      <TitledPanel label={t('account.you')}>
        <Stack gap="sm">
          <Text>
            {name} · {email} · {t(`roles.${role}.name`)}
          </Text>
          <Text c="dimmed">{t(`roles.${role}.may`)}</Text>
          <ProblemNotice error={leaving.error} />
          <Button w="fit-content" loading={leaving.isPending} onClick={() => leaving.mutate()}>
            {t('account.leave')}
          </Button>
        </Stack>
      </TitledPanel>
      <PasskeysPanel />
      <Sessions />
    </Stack>
  )
}

function Sessions() {
  const { t } = useTexts()
  const queries = useQueryClient()
  const list = useRef<HTMLDivElement>(null)
  const query = useQuery({ queryKey: SESSIONS, queryFn: listPersonSessions })
  const ending = useMutation({
    mutationFn: endPersonSession,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: SESSIONS })
      // The button that had the focus is gone with what it ended.
      list.current?.focus()
    },
  })
  return (
    <TitledPanel label={t('account.sessions')}>
      <Stack gap="md">
        <Text c="dimmed">{t('account.sessionsAbout')}</Text>
        <Asked query={query} room="partner-console" />
        <ProblemNotice error={ending.error} />
        <div ref={list} tabIndex={-1}>
          <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
            {query.data?.map((session) => (
              <Session key={session.sessionId} session={session} end={() => ending.mutate(session.sessionId)} />
            ))}
          </Stack>
        </div>
      </Stack>
    </TitledPanel>
  )
}

interface SessionProps {
  session: PersonSession
  end: () => void
}

function Session({ session: { isCurrent, signedInAt, lastUsedAt, expiresAt }, end }: SessionProps) {
  const { t, moment } = useTexts()
  return (
    <Group component="li" justify="space-between" gap="sm">
      <span>
        {t(isCurrent ? 'account.here' : 'account.elsewhere')}
        <Text component="span" c="dimmed" size="sm" display="block">
          {t('account.since', { time: moment(signedInAt), end: moment(expiresAt) })}
        </Text>
      </span>
      {!isCurrent && (
        <Button variant="default" aria-label={t('account.endOf', { time: moment(lastUsedAt) })} onClick={end}>
          {t('account.end')}
        </Button>
      )}
    </Group>
  )
}
