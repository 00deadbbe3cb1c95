import { Stack } from '@mantine/core'
import { useState } from 'react'

import type { Reward } from '../../api-client/rewards.ts'
import type { HeldRedemption, MemberReference, Redemption } from '../../api-client/till.ts'
import { noteRedemption } from '../journal/note-redemption.ts'
import { Slip } from '../slip.tsx'
import { useTexts } from '../use-texts.ts'
import { ConsentDesk } from './consent-desk.tsx'
import { HoldForm } from './hold-form.tsx'

const NOT_TAKEN = ['voided', 'expired', 'refused']

interface DeskProps {
  member: MemberReference
  onDone: () => void
}

/** What is held, or was: the redemption, and the reward that it is for. */
interface Spent<Of extends Redemption> {
  readonly redemption: Of
  readonly reward: Reward | null
}

/** Points for money off or a reward: quote, hold, the customer's consent, capture. */
export function RedeemDesk({ member, onDone }: DeskProps) {
  const [held, setHeld] = useState<Spent<HeldRedemption> | null>(null)
  const [ended, setEnded] = useState<Spent<Redemption> | null>(null)
  if (held !== null) {
    return (
      <ConsentDesk
        held={held.redemption}
        reward={held.reward}
        onEnd={(redemption) => {
          setHeld(null)
          setEnded({ redemption, reward: held.reward })
          onDone()
        }}
      />
    )
  }
  return (
    <Stack>
      <HoldForm
        member={member}
        onHeld={(redemption, reward) => {
          noteRedemption(redemption)
          setEnded(null)
          setHeld({ redemption, reward })
        }}
      />
      {ended !== null && <RedemptionSlip {...ended} />}
    </Stack>
  )
}

function RedemptionSlip({ redemption, reward }: Spent<Redemption>) {
  const { t, points, money, standing, titleOf } = useTexts()
  const { state, valueMinor, currency } = redemption
  const lines: [label: string, value: string][] = [
    [t('slip.state'), standing(redemption)],
    ...(reward === null ? [] : ([[t('slip.reward'), titleOf(reward)]] as [string, string][])),
    [t('slip.redeemed'), points(redemption.points)],
    ...(valueMinor === null ? [] : ([[t('slip.off'), money(valueMinor, currency)]] as [string, string][])),
    [t('slip.reference'), redemption.reference],
  ]
  return <Slip title={t(NOT_TAKEN.includes(state) ? 'redeem.notDone' : 'redeem.done')} lines={lines} />
}
