import { TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'

import { type MemberReference, recordReturn } from '../../api-client/till.ts'
import { useTill } from '../connection/connection.ts'
import { note, useJournal } from '../journal/journal.ts'
import { Slip } from '../slip.tsx'
import { TillForm } from '../till-form.tsx'
import { drawReference } from '../till-reference.ts'
import { useTexts } from '../use-texts.ts'
import { AmountField, useAmount } from './amount-field.tsx'

interface FormProps {
  member: MemberReference
  memberId: string
  onDone: () => void
}

/** Takes goods back: of a named order, or of what the customer bought here last. */
export function ReturnForm({ member, memberId: id, onDone }: FormProps) {
  const { t, points, money } = useTexts()
  const { line, partner } = useTill()
  const { currency } = partner
  const last = useJournal().find((row) => row.kind === 'purchase' && row.memberId === id)
  const [orderRef, setOrderRef] = useState(last?.reference ?? '')
  const amount = useAmount()
  const [returnRef, setReturnRef] = useState(() => drawReference('R'))
  const record = useMutation({
    mutationFn: (amountMinor: string) => {
      const occurredAt = new Date().toISOString()
      const order = orderRef.trim() === '' ? {} : { orderRef: orderRef.trim() }
      return recordReturn(line, { returnRef, ...order, member, currency, amountMinor, occurredAt })
    },
    onSuccess: ({ returnRef: reference, memberId, recordedAt: at, ...done }) => {
      const back = {
        points: `-${done.points}`.replace('--', ''),
        amountMinor: done.amountMinor,
        orderRef: done.orderRef,
      }
      note({ kind: 'return', reference: reference ?? '', memberId, at, ...back })
      setReturnRef(drawReference('R'))
      amount.onTyped('')
      onDone()
    },
  })
  const done = record.data && (
    <Slip
      title={t('return.done')}
      at={record.data.occurredAt}
      lines={[
        [t('slip.amount'), money(record.data.amountMinor, currency)],
        [t('slip.takenBack'), points(record.data.points.replace('-', ''))],
        ...(record.data.unmatchedMinor === '0'
          ? []
          : ([[t('slip.unmatched'), money(record.data.unmatchedMinor, currency)]] as [string, string][])),
        [t('slip.reference'), record.data.returnRef ?? ''],
      ]}
    />
  )
  return (
    <TillForm input={amount.minor} send={record} label={t('return.go')} done={done}>
      <AmountField label={t('return.amount', { currency })} amount={amount} />
      <TextInput
        label={t('return.order')}
        description={t('return.orderAbout')}
        autoComplete="off"
        value={orderRef}
        onChange={(event) => {
          setOrderRef(event.currentTarget.value)
        }}
      />
    </TillForm>
  )
}
