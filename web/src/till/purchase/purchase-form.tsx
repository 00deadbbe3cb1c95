import { Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { type MemberReference, type Purchase, quotePurchase } from '../../api-client/till.ts'
import { useTill } from '../connection/connection.ts'
import { note } from '../journal/journal.ts'
import { useSaleOnDisplay } from '../display/use-sale-on-display.ts'
import { estimatePoints } from '../offline/estimate.ts'
import { Paper } from '../offline/paper.tsx'
import { recordOrSave } from '../offline/record-or-save.ts'
import { useStation } from '../offline/station.ts'
import { Slip } from '../slip.tsx'
import { TillForm } from '../till-form.tsx'
import { drawReference } from '../till-reference.ts'
import { useTexts } from '../use-texts.ts'
import { AmountField, useAmount } from './amount-field.tsx'

const QUOTE_AFTER_MS = 200

interface FormProps {
  member: MemberReference
  memberId: string
  onDone: () => void
}

/** Rings up a purchase: the points are told before anything is recorded. */
export function PurchaseForm({ member, memberId, onDone }: FormProps) {
  const { t, points } = useTexts()
  const till = useTill()
  const { line, partner, isTraining } = till
  const isOnline = useStation().isOnline || isTraining
  const { currency } = partner
  const amount = useAmount()
  // One reference until it is recorded: what did not get through is sent again as it was, and counts once.
  const [orderRef, setOrderRef] = useState(() => drawReference('T'))
  const [quoted] = useDebouncedValue(amount.minor, QUOTE_AFTER_MS)
  const quote = useQuery({
    queryKey: ['quote', partner.partnerId, quoted],
    queryFn: () => quotePurchase(line, { currency, amountMinor: quoted ?? '' }),
    enabled: quoted !== null && isOnline,
  })
  const record = useMutation({
    mutationFn: (amountMinor: string) => recordOrSave(till, { orderRef, member, memberId, currency, amountMinor }),
    onSuccess: (rung) => {
      if (rung.kind === 'recorded') {
        const { orderRef: reference, memberId: id, recordedAt: at, points: earned, amountMinor } = rung.purchase
        note({ kind: 'purchase', reference, memberId: id, at, points: earned, amountMinor })
      }
      setOrderRef(drawReference('T'))
      amount.onTyped('')
      if (rung.kind === 'recorded') onDone()
    },
  })
  const isQuoted = quote.data !== undefined && quoted === amount.minor && amount.minor !== null
  const recorded = record.data?.kind === 'recorded' ? record.data.purchase : undefined
  const estimate =
    isOnline || amount.minor === null ? null : estimatePoints(partner, { currency, amountMinor: amount.minor })
  useSaleOnDisplay({ amountMinor: amount.minor, points: isQuoted ? quote.data.points : null, recorded })
  const done = record.data?.kind === 'saved' ? <Paper saved={record.data.saved} /> : recorded && <Done {...recorded} />
  return (
    <TillForm
      input={amount.minor}
      send={record}
      quoteError={isOnline ? quote.error : null}
      label={t('purchase.go')}
      done={done}
    >
      <AmountField label={t('purchase.amount', { currency })} amount={amount} />
      <Text size="lg" role="status" mih={28}>
        {isOnline && isQuoted && t('purchase.quote', { points: points(quote.data.points) })}
        {estimate !== null && t('offline.estimate', { points: points(estimate) })}
      </Text>
    </TillForm>
  )
}

/** What was recorded, for the customer. */
function Done(purchase: Purchase) {
  const { t, points, money, why } = useTexts()
  return (
    <Slip
      title={t('purchase.done')}
      at={purchase.occurredAt}
      lines={[
        [t('slip.amount'), money(purchase.amountMinor, purchase.currency)],
        [t('slip.earned'), points(purchase.points)],
        [t('slip.why'), why(purchase)],
        [t('slip.reference'), purchase.orderRef],
      ]}
    />
  )
}
