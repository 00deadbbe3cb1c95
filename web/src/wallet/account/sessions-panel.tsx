import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { endOtherSessions, endSession, listOwnSessions, type OwnSession } from '../../api-client/sessions.ts'
import { ProblemNotice } from '../../app/problem-notice.tsx'
import { ActionButton } from '../../ui/action-button.tsx'
import { TitledPanel, Waiting } from '../../ui/notices.tsx'
import { useTexts } from '../use-texts.ts'

const QUERY_KEY = ['sessions']

function Session({ session, end, isEnding }: { session: OwnSession; end: () => void; isEnding: boolean }) {
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
        <Button variant="default" loading={isEnding} aria-label={t('sessions.endOf', { time })} onClick={end}>
          {t('sessions.end')}
        </Button>
      )}
    </Group>
  )
}

/** Where the member is signed in, and how to end it. */
export function SessionsPanel() {
  const { t } = useTexts()
  const queries = useQueryClient()
  const sessions = useQuery({ queryKey: QUERY_KEY, queryFn: listOwnSessions })
  const onSettled = () => queries.invalidateQueries({ queryKey: QUERY_KEY })
  const ending = useMutation({ mutationFn: endSession, onSettled })
  const endingOthers = useMutation({ mutationFn: endOtherSessions, onSettled })
  const failure = sessions.error ?? ending.error ?? endingOthers.error
  const hasOthers = sessions.data?.some(({ isCurrent }) => !isCurrent) ?? false
  return (
    <TitledPanel label={t('sessions.title')}>
      <Stack gap="md" align="stretch">
        <Text c="dimmed">{t('sessions.about')}</Text>
        <ProblemNotice error={failure} />
        {sessions.isPending && <Waiting label={t('sessions.title')} />}
        <Stack component="ul" gap="md" m={0} p={0} style={{ listStyle: 'none' }}>
          {sessions.data?.map((session) => (
            <Session
              key={session.sessionId}
              session={session}
              end={() => ending.mutate(session.sessionId)}
              isEnding={ending.isPending && ending.variables === session.sessionId}
            />
          ))}
        </Stack>
        {hasOthers && (
          <Group>
            <ActionButton action={endingOthers} label={t('sessions.endOthers')} />
          </Group>
        )}
      </Stack>
    </TitledPanel>
  )
}
