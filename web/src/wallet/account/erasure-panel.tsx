import { Button, Checkbox, Group, List, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'

import { type ErasureOutlook, readErasure, refuseErasure, requestErasure } from '../../api-client/erasure.ts'
import { Loaded } from '../../app/loaded.tsx'
import { ProblemNotice } from '../../app/problem-notice.tsx'
import { ActionButton } from '../../ui/action-button.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import { PIN_DIGITS_MIN, PinField } from '../consent/pin-field.tsx'
import { useMember } from '../member.ts'
import { forgetMember } from '../on-device/kept-member.ts'
import { useTexts } from '../use-texts.ts'

const ERASURE = ['erasure']

/** One that was asked for with the card, until it is done: whoever did not ask for it can still refuse. */
function Waiting({ readyAt }: { readyAt: string }) {
  const { t, moment } = useTexts()
  const queries = useQueryClient()
  const refusing = useMutation({
    mutationFn: refuseErasure,
    onSuccess: (outlook) => queries.setQueryData(ERASURE, outlook),
  })
  return (
    <Stack gap="sm" align="start">
      <Text role="status">{t('erasure.waits', { time: moment(readyAt) })}</Text>
      <ProblemNotice error={refusing.error} />
      <ActionButton action={refusing} label={t('erasure.keep')} />
    </Stack>
  )
}

function AskFor({ outlook, decline }: { outlook: ErasureOutlook; decline: () => void }) {
  const { t, points } = useTexts()
  const { kind } = useMember()
  const queries = useQueryClient()
  const [hasAgreed, setAgreed] = useState(false)
  const [pin, setPin] = useState('')
  const asking = useMutation({
    mutationFn: () => requestErasure({ points: outlook.points, ...(kind === 'card' ? { pin } : {}) }),
    onSettled: () => setPin(''),
    onSuccess: async ({ state }) => {
      if (state === 'waiting') return queries.invalidateQueries({ queryKey: ERASURE })
      forgetMember()
      queries.clear()
      window.location.assign('/wallet')
    },
  })
  const send = (event: SyntheticEvent) => {
    event.preventDefault()
    asking.mutate()
  }
  return (
    <form onSubmit={send}>
      <Stack gap="sm" align="start">
        <Text>{t('erasure.lost', { points: points(outlook.points) })}</Text>
        <List size="sm">
          {(['gone', 'stays', 'points', kind === 'card' ? 'card' : 'own'] as const).map((what) => (
            <List.Item key={what}>{t(`erasure.${what}`)}</List.Item>
          ))}
        </List>
        <Checkbox
          label={t('erasure.agree', { points: points(outlook.points) })}
          checked={hasAgreed}
          onChange={({ currentTarget }) => setAgreed(currentTarget.checked)}
          required
        />
        {kind === 'card' && <PinField minLength={PIN_DIGITS_MIN} w="100%" maw={320} value={pin} onChange={setPin} />}
        <ProblemNotice error={asking.error} />
        <Group>
          <Button type="submit" color="red.8" loading={asking.isPending}>
            {t('erasure.confirm')}
          </Button>
          <Button variant="default" onClick={decline}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** What stands in the way, or what would be lost, and how to ask for it. */
function Outlook({ outlook }: { outlook: ErasureOutlook }) {
  const { t } = useTexts()
  const [isAsked, setAsked] = useState(false)
  if (outlook.readyAt !== null) return <Waiting readyAt={outlook.readyAt} />
  const isBlocked = outlook.open.length > 0
  return (
    <Stack gap="sm" align="start">
      <Text c="dimmed">{t('erasure.about')}</Text>
      {isBlocked && <Text>{t('erasure.blocked')}</Text>}
      {!isBlocked && isAsked && <AskFor outlook={outlook} decline={() => setAsked(false)} />}
      {!isBlocked && !isAsked && (
        <Button variant="default" onClick={() => setAsked(true)}>
          {t('erasure.begin')}
        </Button>
      )}
    </Stack>
  )
}

/** How a member leaves for good. */
export function ErasurePanel() {
  const { t } = useTexts()
  const query = useQuery({ queryKey: ERASURE, queryFn: readErasure })
  return (
    <TitledPanel label={t('erasure.title')}>
      <Loaded query={query}>{(outlook) => <Outlook outlook={outlook} />}</Loaded>
    </TitledPanel>
  )
}
