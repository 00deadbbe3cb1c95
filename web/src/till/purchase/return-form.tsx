import { Button, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { type MemberReference, recordReturn } from '../../api-client/till.ts'
import { Failure } from '../../ui/notices.tsx'
import { AmountField } from '../amount-field.tsx'
import { useTill } from '../connection/connection.ts'
import { note, useJournal } from '../journal/journal.ts'
import { readMoney } from '../../ui/read-typed.ts'
import { Slip } from '../slip.tsx'
import { drawReference } from '../till-reference.ts'
import { useTexts } from '../use-texts.ts'

interface FormProps {
  member: Extract<MemberReference, { kind: 'member' }>
  onDone: () => void
}

/** Takes goods back: of a named order, or of what the customer bought here last. */
export function ReturnForm({ member, onDone }: FormProps) {
  const { t, points, money, problem } = useTexts()
  const { line, partner } = useTill()
  const { currency } = partner
  const last = useJournal().find((row) => row.kind === 'purchase' && row.memberId === member.value)
  const [orderRef, setOrderRef] = useState(last?.reference ?? '')
  const [typed, setTyped] = useState('')
  const [returnRef, setReturnRef] = useState(() => drawReference('R'))
  const amountMinor = readMoney(typed, currency)
  const record = useMutation({
    mutationFn: (amount: string) => {
      const occurredAt = new Date().toISOString()
      const order = orderRef.trim() === '' ? {} : { orderRef: orderRef.trim() }
      return recordReturn(line, { returnRef, ...order, member, currency, amountMinor: amount, occurredAt })
    },
    onSuccess: ({ returnRef: reference, memberId, recordedAt: at, ...done }) => {
      const back = {
        points: `-${done.points}`.replace('--', ''),
        amountMinor: done.amountMinor,
        orderRef: done.orderRef,
      }
      note({ kind: 'return', reference, memberId, at, ...back })
      setReturnRef(drawReference('R'))
      setTyped('')
      onDone()
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (amountMinor !== null) record.mutate(amountMinor)
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <AmountField
          label={t('return.amount', { currency })}
          typed={typed}
          amountMinor={amountMinor}
          onTyped={setTyped}
        />
        <TextInput
          label={t('return.order')}
          description={t('return.orderAbout')}
          autoComplete="off"
          value={orderRef}
          onChange={(event) => {
            setOrderRef(event.currentTarget.value)
          }}
        />
        {record.error && <Failure text={problem(record.error)} />}
        <Button type="submit" size="lg" disabled={amountMinor === null} loading={record.isPending}>
          {t('return.go')}
        </Button>
        {record.data && (
          <Slip
            title={t('return.done')}
            lines={[
              [t('slip.amount'), money(record.data.amountMinor, currency)],
              [t('slip.takenBack'), points(record.data.points.replace('-', ''))],
              ...(record.data.unmatchedMinor === '0'
                ? []
                : ([[t('slip.unmatched'), money(record.data.unmatchedMinor, currency)]] as [string, string][])),
              [t('slip.reference'), record.data.returnRef],
            ]}
          />
        )}
      </Stack>
    </form>
  )
}
