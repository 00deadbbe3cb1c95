import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'

import { changePause, type Power } from '../../api-client/operator-safety.ts'
import { TitledPanel } from '../../ui/notices.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useAct } from '../acts/use-act.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'

/** A power of the whole ledger: how it stands, and pausing it or letting it go on. */
export function PowerPanel({ power: { power, paused, onChain, asked } }: { power: Power }) {
  const { t, moment } = useTexts()
  const key = useOperatorKey()
  const { ask, area } = useAct()
  const [typed, setTyped] = useState('')
  const reason = typed.trim()
  const to = paused ? 'resume' : 'pause'
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (reason === '') return
    ask({
      name: `${to}_${power}`,
      values: { reason },
      call: { operation: `${to}Power`, target: { power }, body: { reason } },
      run: () => changePause(key, { power, to, reason }),
      onDone: () => setTyped(''),
    })
  }
  return (
    <TitledPanel label={t(`powers.name.${power}`)}>
      <Stack gap="sm">
        <Group gap="sm">
          <StatusBadge tone={paused ? 'wrong' : 'ok'}>{t(paused ? 'powers.paused' : 'powers.running')}</StatusBadge>
          <Text size="sm" c="dimmed">
            {onChain === null
              ? t('powers.neverPaused')
              : t(onChain.paused ? 'powers.pausedThere' : 'powers.runningThere', { since: moment(onChain.since) })}
          </Text>
        </Group>
        {asked !== null && (
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {t(asked.paused ? 'powers.askedPause' : 'powers.askedResume', {
              who: asked.keyLabel ?? asked.keyId,
              at: moment(asked.at),
              reason: asked.reason,
            })}{' '}
            {asked.state !== null && t(`powers.call.${asked.state}`, { reason: asked.failedReason ?? '' })}
          </Text>
        )}
        <form onSubmit={submit}>
          <Stack gap="sm" align="start">
            <TextInput
              w="100%"
              label={t('powers.reason')}
              description={t('powers.reasonAbout')}
              maxLength={200}
              required
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Button type="submit" {...(paused ? {} : { variant: 'default' })}>
              {t(`powers.review.${to}`)}
            </Button>
          </Stack>
        </form>
        {area}
      </Stack>
    </TitledPanel>
  )
}
