import { Button, Group, TextInput } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'

import type { Partner } from '../../api-client/operator.ts'
import { type Pack, recordPackPayment } from '../../api-client/packs.ts'
import { noonOf } from '../../ui/calendar-days.ts'
import type { Act } from '../acts/use-act.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'

interface PackPaymentFormProps {
  partner: Partner
  pack: Pack
  /** The page says what was done, when this form is gone. */
  ask: (act: Act) => void
  onClose: () => void
}

/** Records that a pack was paid, which raises what the partner may issue. */
export function PackPaymentForm({ partner: { name }, pack, ask, onClose }: PackPaymentFormProps) {
  const { t, points, money, day } = useTexts()
  const key = useOperatorKey()
  const [typed, setTyped] = useState('')
  const [paidOn, setPaidOn] = useState('')
  const { partnerId, packNumber, number } = pack
  const reference = typed.trim()
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (reference === '' || paidOn === '') return
    const body = { reference, paidOn, points: pack.points }
    const amount = money(pack.payableMinor, pack.currency)
    ask({
      name: 'packPaid',
      values: { partner: name, number, points: points(pack.points), amount, reference, day: day(noonOf(paidOn)) },
      call: { operation: 'recordPackPayment', target: { partnerId, packNumber }, body },
      run: () => recordPackPayment(key, pack, body),
      onDone: onClose,
    })
  }
  return (
    <form onSubmit={submit} aria-label={t('packs.payOf', { number })}>
      <Group align="end" gap="sm">
        <TextInput
          label={t('packs.reference')}
          autoFocus
          autoComplete="off"
          maxLength={140}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('packs.paidOn')}
          value={paidOn}
          onChange={(event) => setPaidOn(event.currentTarget.value)}
        />
        <Button type="submit" disabled={reference === '' || paidOn === ''}>
          {t('packs.reviewPayment')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('packs.close')}
        </Button>
      </Group>
    </form>
  )
}
