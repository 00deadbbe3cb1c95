import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'

import { listOwnSessions, type OwnSession } from '../../api-client/sessions.ts'
import { ProblemNotice } from '../../app/problem-notice.tsx'
import { TitledPanel, Waiting } from '../../ui/notices.tsx'
import { useTexts } from '../use-texts.ts'
import { SESSIONS, useEndSessions } from './end-sessions.ts'

function Session({ session, end }: { session: OwnSession; end: () => void }) {
  const { t, moment } = useTexts()
  const time = moment(session.lastUsedAt)
  return (
    <Group component="li" justify="space-between" gap="sm">
      <div>
        <Text>{session.isCurrent ? t('sessions.here') : t(`sessions.kind.${session.kind}`)}</Text>
        <Text c="dimmed" size="sm">
          {t('sessions.since', { time: moment(session.signedInAt) })}
          <br />
          {t('sessions.lastUsed', { time })}
        </Text>
      </div>
      {!session.isCurrent && (
        <Button variant="default" aria-label={t('sessions.endOf', { time })} onClick={end}>
          {t('sessions.end')}
        </Button>
      )}
    </Group>
  )
}

/** Where the member is signed in, and how to end it. */
export function SessionsPanel() {
  const { t } = useTexts()
  const query = useQuery({ queryKey: SESSIONS, queryFn: listOwnSessions })
  const { left, refusal, end, endOthers } = useEndSessions()
  const list = useRef<HTMLDivElement>(null)
  const sessions = left(query.data ?? [])
  const hasOthers = sessions.some(({ isCurrent }) => !isCurrent)
  // The button that had the focus is gone with what it ended.
  const thenFocusList = (act: () => void) => () => {
    act()
    list.current?.focus()
  }
  return (
    <TitledPanel label={t('sessions.title')}>
      <Stack gap="md" align="stretch">
        <Text c="dimmed">{t('sessions.about')}</Text>
        <ProblemNotice error={query.error ?? refusal} />
        {query.isPending && <Waiting label={t('sessions.title')} />}
        <div ref={list} tabIndex={-1}>
          <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
            {sessions.map((session) => (
              <Session key={session.sessionId} session={session} end={thenFocusList(() => end(session.sessionId))} />
            ))}
          </Stack>
        </div>
        {hasOthers && (
          <Group>
            <Button variant="default" onClick={thenFocusList(endOthers)}>
              {t('sessions.endOthers')}
            </Button>
          </Group>
        )}
      </Stack>
    </TitledPanel>
  )
}
