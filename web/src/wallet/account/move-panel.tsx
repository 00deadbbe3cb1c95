import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'

import { type Consent, consentKindOf, moveAccount } from '../../api-client/account.ts'
import { ProblemNotice } from '../../app/problem-notice.tsx'
import { Panel } from '../../ui/notices.tsx'
import { ConsentForm } from '../consent/consent-form.tsx'
import { useRefresh, useMember } from '../member.ts'
import { useTexts } from '../use-texts.ts'
import { moveToPasskey, moveToWallet, type NewKey } from './new-key.ts'

function send({ order, ...to }: NewKey, consent: Consent): Promise<unknown> {
  return moveAccount({ ...to, deadline: order.deadline }, consent)
}

/** Takes the points to a key of the member's own: the new key signs first, and then the old one. */
export function MovePanel() {
  const { t, moment } = useTexts()
  const me = useMember()
  const refresh = useRefresh()
  const choosing = useMutation({ mutationFn: (make: () => Promise<NewKey>) => make() })
  const chosen = choosing.data
  const isUnderWay = me.move?.state === 'requested' || me.move?.state === 'waiting'
  const title = t(me.kind === 'card' ? 'move.title' : 'move.titleOwn')
  return (
    <Panel label={title}>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      <Stack gap="sm" align="start">
        {me.move !== null && me.move.state !== 'done' && (
          <Text fw={600} role="status">
            {t(`move.state.${me.move.state}`)}
          </Text>
        )}
        {!isUnderWay && chosen === undefined && (
          <>
            <Text>{t('move.about')}</Text>
            <ProblemNotice error={choosing.error} />
            <Group gap="sm">
              <Button variant="default" loading={choosing.isPending} onClick={() => choosing.mutate(moveToPasskey)}>
                {t('move.toPasskey')}
              </Button>
              <Button variant="default" disabled={choosing.isPending} onClick={() => choosing.mutate(moveToWallet)}>
                {t('move.toWallet')}
              </Button>
            </Group>
          </>
        )}
        {!isUnderWay && chosen !== undefined && (
          <>
            <Text>{t('move.confirm')}</Text>
            {chosen.order.readyAt !== null && <Text>{t('move.waits', { moment: moment(chosen.order.readyAt) })}</Text>}
            <ConsentForm
              kind={consentKindOf(me.kind)}
              account={me.address}
              order={async () => ({ ...chosen.order })}
              submit={async (consent) => {
                await send(chosen, consent)
                choosing.reset()
                await refresh()
              }}
              label={t('move.move')}
              decline={{ label: t('cancel'), run: () => choosing.reset() }}
            />
          </>
        )}
      </Stack>
    </Panel>
  )
}
