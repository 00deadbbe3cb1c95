import { Group, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'

import { confirmMove, readMoveConfirmation, refuseMove } from '../../api-client/account.ts'
import { ProblemNotice } from '../../app/problem-notice.tsx'
import { ActionButton } from '../../ui/action-button.tsx'
import { Notice } from '../../ui/notices.tsx'
import { giveConsent } from '../consent/give-consent.ts'
import { useRefresh, useMember } from '../member.ts'
import { useTexts } from '../use-texts.ts'

async function confirmByPasskey(): Promise<void> {
  const consent = await giveConsent({ kind: 'passkey' }, await readMoveConfirmation())
  if (consent.kind === 'passkey') await confirmMove(consent.assertion)
}

/** A move that waits: whoever knows the card and the PIN can have asked for it, so that every session sees it and can refuse it. */
export function MoveNotice() {
  const { t, moment } = useTexts()
  const { move, passkeys } = useMember()
  const refresh = useRefresh()
  const refusing = useMutation({ mutationFn: refuseMove, onSettled: refresh })
  const confirming = useMutation({ mutationFn: confirmByPasskey, onSettled: refresh })
  const canConfirm = passkeys.some(({ confirmsFrom }) => new Date(confirmsFrom) <= new Date())
  if (move?.state === 'refused' && refusing.isSuccess) {
    return (
      <div role="status">
        <Notice tone="calm">{t('moveWaits.refused')}</Notice>
      </div>
    )
  }
  if (move?.state !== 'waiting' || move.readyAt === null) return null
  return (
    <Notice tone="wrong" title={t('moveWaits.title')}>
      <Stack gap="sm" align="start">
        <Text>{t('moveWaits.about', { moment: moment(move.readyAt) })}</Text>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {t('recovery.to', { account: move.toAccount })}
        </Text>
        <ProblemNotice error={refusing.error ?? confirming.error} />
        <Group gap="sm">
          <ActionButton color="red.8" action={refusing} label={t('moveWaits.refuse')} />
          {canConfirm && <ActionButton action={confirming} label={t('moveWaits.confirm')} />}
        </Group>
      </Stack>
    </Notice>
  )
}
