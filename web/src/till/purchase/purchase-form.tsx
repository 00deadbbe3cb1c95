import { Button, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { type MemberReference, quotePurchase, recordPurchase } from '../../api-client/till.ts'
import { Failure } from '../../ui/notices.tsx'
import { AmountField } from '../amount-field.tsx'
import { useTill } from '../connection/connection.ts'
import { note } from '../journal/journal.ts'
import { readMoney } from '../../ui/read-typed.ts'
import { Slip } from '../slip.tsx'
import { drawReference } from '../till-reference.ts'
import { useTexts } from '../use-texts.ts'

const QUOTE_AFTER_MS = 200

interface FormProps {
  member: MemberReference
  onDone: () => void
}

/** Rings up a purchase: the points are told before anything is recorded. */
export function PurchaseForm({ member, onDone }: FormProps) {
  const { t, points, money, problem } = useTexts()
  const { line, partner } = useTill()
  const { currency } = partner
  const [typed, setTyped] = useState('')
  // One reference until it is recorded: what did not get through is sent again as it was, and counts once.
  const [orderRef, setOrderRef] = useState(() => drawReference('T'))
  const amountMinor = readMoney(typed, currency)
  const [quoted] = useDebouncedValue(amountMinor, QUOTE_AFTER_MS)
  const quote = useQuery({
    queryKey: ['quote', partner.partnerId, quoted],
    queryFn: () => quotePurchase(line, { currency, amountMinor: quoted ?? '' }),
    enabled: quoted !== null,
  })
  const record = useMutation({
    mutationFn: (amount: string) =>
      recordPurchase(line, { orderRef, member, currency, amountMinor: amount, occurredAt: new Date().toISOString() }),
    onSuccess: (purchase) => {
      note({
        kind: 'purchase',
        reference: purchase.orderRef,
        memberId: purchase.memberId,
        at: purchase.recordedAt,
        points: purchase.points,
        amountMinor: purchase.amountMinor,
      })
      setOrderRef(drawReference('T'))
      setTyped('')
      onDone()
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (amountMinor !== null) record.mutate(amountMinor)
  }
  const isQuoted = quote.data !== undefined && quoted === amountMinor && amountMinor !== null
  return (
    <form onSubmit={submit}>
      <Stack>
        <AmountField
          label={t('purchase.amount', { currency })}
          typed={typed}
          amountMinor={amountMinor}
          onTyped={setTyped}
        />
        <Text size="lg" role="status" mih={28}>
          {isQuoted && t('purchase.quote', { points: points(quote.data.points) })}
        </Text>
        {(record.error ?? quote.error) && <Failure text={problem(record.error ?? quote.error)} />}
        <Button type="submit" size="lg" disabled={amountMinor === null} loading={record.isPending}>
          {t('purchase.go')}
        </Button>
        {record.data && (
          <Slip
            title={t('purchase.done')}
            lines={[
              [t('slip.amount'), money(record.data.amountMinor, currency)],
              [t('slip.earned'), points(record.data.points)],
              [t('slip.why'), record.data.earning.explanation],
              [t('slip.reference'), record.data.orderRef],
            ]}
          />
        )}
      </Stack>
    </form>
  )
}
