import { Button, Group, Text } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'

import type { Partner } from '../../api-client/operator.ts'
import { setPackAlert } from '../../api-client/packs.ts'
import { readWhole } from '../../ui/read-typed.ts'
import { useAct } from '../acts/use-act.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'
import { WholeField } from './whole-field.tsx'

/** Sets at how many points left a partner is warned, or that it is not. */
export function AlertForm({
  partner: { partnerId, name },
  alertPoints,
}: {
  partner: Partner
  alertPoints: string | null
}) {
  const { t, points } = useTexts()
  const key = useOperatorKey()
  const { ask, area } = useAct()
  const [typed, setTyped] = useState('')
  const level = readWhole(typed, 0)
  const change = (to: string | null) => {
    ask({
      name: to === null ? 'packAlertOff' : 'packAlert',
      values: { partner: name, ...(to === null ? {} : { points: points(to) }) },
      call: { operation: 'setPackAlert', target: { partnerId }, body: { points: to } },
      run: () => setPackAlert(key, partnerId, to),
      onDone: () => setTyped(''),
    })
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (level !== null) change(level)
  }
  return (
    <>
      <form onSubmit={submit} aria-label={t('packs.warning')}>
        <Text fw={650} mb="xs">
          {t('packs.warning')}
        </Text>
        <Group align="end" gap="sm">
          <WholeField label={t('packs.alert')} typed={typed} read={level} onType={setTyped} />
          <Button type="submit" disabled={level === null}>
            {t('packs.reviewAlert')}
          </Button>
          {alertPoints !== null && (
            <Button variant="default" onClick={() => change(null)}>
              {t('packs.alertOff')}
            </Button>
          )}
        </Group>
      </form>
      {area}
    </>
  )
}
