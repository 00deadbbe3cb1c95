import { Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { type MemberReference, quotePurchase, recordPurchase } from '../../api-client/till.ts'
import { useTill } from '../connection/connection.ts'
import { note } from '../journal/journal.ts'
import { useSaleOnDisplay } from '../display/use-sale-on-display.ts'
import { Slip } from '../slip.tsx'
import { TillForm } from '../till-form.tsx'
import { drawReference } from '../till-reference.ts'
import { useTexts } from '../use-texts.ts'
import { AmountField, useAmount } from './amount-field.tsx'

const QUOTE_AFTER_MS = 200

interface FormProps {
  member: MemberReference
  onDone: () => void
}

/** Rings up a purchase: the points are told before anything is recorded. */
export function PurchaseForm({ member, onDone }: FormProps) {
  const { t, points, money, why } = useTexts()
  const { line, partner } = useTill()
  const { currency } = partner
  const amount = useAmount()
  // One reference until it is recorded: what did not get through is sent again as it was, and counts once.
  const [orderRef, setOrderRef] = useState(() => drawReference('T'))
  const [quoted] = useDebouncedValue(amount.minor, QUOTE_AFTER_MS)
  const quote = useQuery({
    queryKey: ['quote', partner.partnerId, quoted],
    queryFn: () => quotePurchase(line, { currency, amountMinor: quoted ?? '' }),
    enabled: quoted !== null,
  })
  const record = useMutation({
    mutationFn: (amountMinor: string) =>
      recordPurchase(line, { orderRef, member, currency, amountMinor, occurredAt: new Date().toISOString() }),
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
      amount.onTyped('')
      onDone()
    },
  })
  const isQuoted = quote.data !== undefined && quoted === amount.minor && amount.minor !== null
  useSaleOnDisplay({ amountMinor: amount.minor, points: isQuoted ? quote.data.points : null, recorded: record.data })
  const done = record.data && (
    <Slip
      title={t('purchase.done')}
      at={record.data.occurredAt}
      lines={[
        [t('slip.amount'), money(record.data.amountMinor, currency)],
        [t('slip.earned'), points(record.data.points)],
        [t('slip.why'), why(record.data)],
        [t('slip.reference'), record.data.orderRef],
      ]}
    />
  )
  return (
    <TillForm input={amount.minor} send={record} quoteError={quote.error} label={t('purchase.go')} done={done}>
      <AmountField label={t('purchase.amount', { currency })} amount={amount} />
      <Text size="lg" role="status" mih={28}>
        {isQuoted && t('purchase.quote', { points: points(quote.data.points) })}
      </Text>
    </TillForm>
  )
}
