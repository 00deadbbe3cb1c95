import { Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'

import { refuseMoveAtTill, type TillMember } from '../../api-client/till.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { Failure, Notice } from '../../ui/notices.tsx'
import { useTill } from '../connection/connection.ts'
import { useTexts } from '../use-texts.ts'

interface WarningProps {
  member: TillMember
  onMember: (member: TillMember) => void
}

/** The customer's points are about to leave for a new key: the till asks whether they know, and can refuse it for them. */
export function MoveWarning({ member, onMember }: WarningProps) {
  const { t, moment, problem } = useTexts()
  const { line } = useTill()
  const refusing = useMutation({ mutationFn: () => refuseMoveAtTill(line, member.memberId), onSuccess: onMember })
  if (member.move === null) return null
  return (
    <Notice tone="wrong" title={t('desk.move.title')} role="alert">
      <Stack gap="sm" align="start">
        <Text>{t('desk.move.about', { moment: moment(member.move.readyAt) })}</Text>
        {refusing.isError && <Failure text={problem(refusing.error)} />}
        <ActionButton color="red.8" action={refusing} label={t('desk.move.refuse')} />
      </Stack>
    </Notice>
  )
}
