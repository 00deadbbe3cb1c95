import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import type { Reward } from '../../api-client/rewards.ts'
import {
  type HeldRedemption,
  holdPoints,
  type MemberReference,
  quoteRedemption,
  type Spending,
} from '../../api-client/till.ts'
import { readMoney, readWhole } from '../../ui/read-typed.ts'
import { useTill } from '../connection/connection.ts'
import { FigureField } from '../figure-field.tsx'
import { TillForm } from '../till-form.tsx'
import { drawReference } from '../till-reference.ts'
import { useTexts } from '../use-texts.ts'
import { QuoteText } from './quote-text.tsx'
import { RewardChoice } from './reward-choice.tsx'

const QUOTE_AFTER_MS = 200

interface HoldProps {
  member: MemberReference
  onHeld: (held: HeldRedemption, reward: Reward | null) => void
}

/** What was typed, as what is asked for; null while it is nothing yet. */
function readSpending(reward: Reward | null, typed: string, currency: string): Spending | null {
  if (reward === null) {
    const points = readWhole(typed)
    return points === null ? null : { points }
  }
  if (reward.basketMinMinor === '0') return { rewardId: reward.rewardId }
  const basketMinor = readMoney(typed, currency)
  return basketMinor === null ? null : { rewardId: reward.rewardId, basketMinor }
}

/** Asks what the spending is worth, and holds it. */
function useHolding({ member, onHeld, reward }: HoldProps & { reward: Reward | null }, spending: Spending | null) {
  const { line } = useTill()
  const [reference, setReference] = useState(() => drawReference('P'))
  const wanted = spending === null ? null : JSON.stringify(spending)
  const [quoted] = useDebouncedValue(wanted, QUOTE_AFTER_MS)
  const quote = useQuery({
    queryKey: ['redemption quote', member.value, quoted],
    queryFn: () => quoteRedemption(line, { member, ...(JSON.parse(quoted ?? '') as Spending) }),
    enabled: quoted !== null,
    staleTime: 0,
  })
  const hold = useMutation({
    mutationFn: (asked: Spending) => holdPoints(line, { reference, member, ...asked }),
    onSuccess: (held) => {
      onHeld(held, reward)
    },
    onError: () => {
      setReference(drawReference('P'))
    },
  })
  return { quote, hold, shown: quoted === wanted && wanted !== null ? quote.data : undefined }
}

/** What the customer wants for points, what it is worth, and why not. */
export function HoldForm({ member, onHeld }: HoldProps) {
  const { t } = useTexts()
  const { partner } = useTill()
  const [reward, setReward] = useState<Reward | null>(null)
  const [typed, setTyped] = useState('')
  const spending = readSpending(reward, typed, partner.currency)
  const { quote, hold, shown } = useHolding({ member, onHeld, reward }, spending)
  return (
    <TillForm
      input={spending}
      send={hold}
      quoteError={quote.error}
      isRefused={shown?.isAllowed === false}
      label={t('redeem.hold')}
    >
      <RewardChoice
        chosen={reward}
        onChoose={(next) => {
          setReward(next)
          setTyped('')
        }}
      />
      <SpendingField reward={reward} typed={typed} spending={spending} onTyped={setTyped} />
      <div role="status">{shown && <QuoteText quote={shown} onPoints={setTyped} />}</div>
    </TillForm>
  )
}

interface FieldProps {
  reward: Reward | null
  typed: string
  spending: Spending | null
  onTyped: (typed: string) => void
}

/** Points to type; or, for a reward that depends on it, what the basket is worth. */
function SpendingField({ reward, typed, spending, onTyped }: FieldProps) {
  const { t, money } = useTexts()
  const { partner } = useTill()
  const isReadable = spending !== null
  if (reward === null) {
    const texts = { label: t('redeem.points'), unreadable: t('redeem.unreadable') }
    return <FigureField inputMode="numeric" {...texts} {...{ typed, isReadable, onTyped }} />
  }
  if (reward.basketMinMinor === '0') return null
  const least = money(reward.basketMinMinor, reward.currency)
  const label = t('redeem.basket', { currency: partner.currency, least })
  const texts = { label, unreadable: t('amount.unreadable') }
  return <FigureField key={reward.rewardId} inputMode="decimal" {...texts} {...{ typed, isReadable, onTyped }} />
}
