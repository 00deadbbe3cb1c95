import { Button, Stack, Text, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'

import { changeStatus, releasePartner } from '../../api-client/operator-partners.ts'
import type { Partner } from '../../api-client/operator.ts'
import { Notice, TitledPanel } from '../../ui/notices.tsx'
import { useAct } from '../acts/use-act.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'

/** Whether a partner takes part: suspending and resuming it, and its quarantine. */
export function StandingPanel({ partner }: { partner: Partner }) {
  const { t, moment } = useTexts()
  const key = useOperatorKey()
  const { ask, area } = useAct()
  const { partnerId, name, status, onChain, departure } = partner
  const to = status === 'active' ? 'suspend' : 'resume'
  const change = () => {
    ask({
      name: to,
      values: { partner: name },
      call: { operation: `${to}Partner`, target: { partnerId }, body: {} },
      run: () => changeStatus(key, partnerId, to),
    })
  }
  return (
    <TitledPanel label={t('standing.title')}>
      <Stack gap="sm" align="start">
        <Text>{t(`standing.about.${status}`)}</Text>
        <Text size="sm" c="dimmed">
          {onChain === null
            ? t('standing.noLedger')
            : t('standing.ledger', { status: t(`standing.on.${onChain.status}`) })}
        </Text>
        {departure?.state === 'leaving' && (
          <Notice tone="careful">{t('standing.leaving', { until: moment(departure.returnsUntil) })}</Notice>
        )}
        {status !== 'left' && (
          <Button variant="default" onClick={change}>
            {t(`standing.${to}`)}
          </Button>
        )}
        {area}
        {partner.quarantine !== null && <Quarantine partner={partner} quarantine={partner.quarantine} />}
      </Stack>
    </TitledPanel>
  )
}

interface QuarantineProps {
  partner: Partner
  quarantine: NonNullable<Partner['quarantine']>
}

/** What the partner posted without this server, and letting it go on. */
function Quarantine({ partner: { partnerId, name }, quarantine }: QuarantineProps) {
  const { t, moment, points, whole } = useTexts()
  const key = useOperatorKey()
  const { ask, area } = useAct()
  const [typed, setTyped] = useState('')
  const { since, batches, throughEntry, signedBy, pointsCredited, pointsDebited } = quarantine
  const reason = typed.trim()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (reason === '') return
    ask({
      name: 'release',
      values: { partner: name, entry: whole(throughEntry), reason },
      call: { operation: 'releasePartner', target: { partnerId }, body: { throughEntry, reason } },
      run: () => releasePartner(key, partnerId, { throughEntry, reason }),
    })
  }
  return (
    <Notice tone="wrong" title={t('standing.quarantine', { since: moment(since) })}>
      <Stack gap="sm">
        <Text>
          {t('standing.quarantineAbout', {
            batches: whole(batches),
            credited: points(pointsCredited),
            debited: points(pointsDebited),
            entry: whole(throughEntry),
          })}{' '}
          {t(`standing.signedBy.${signedBy}`)}
        </Text>
        <form onSubmit={submit}>
          <Stack gap="sm" align="start">
            <TextInput
              label={t('standing.reason')}
              maxLength={200}
              required
              w="100%"
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Button type="submit" variant="default">
              {t('standing.release')}
            </Button>
          </Stack>
        </form>
        {area}
      </Stack>
    </Notice>
  )
}
