import { Stack, Text } from '@mantine/core'
import { useState } from 'react'

import type { Reward } from '../../api-client/rewards.ts'
import type { HeldRedemption, MemberReference, Redemption, TillMember } from '../../api-client/till.ts'
import { noteRedemption } from '../journal/note-redemption.ts'
import { useOnDisplay } from '../display/display-link.ts'
import { Slip } from '../slip.tsx'
import { useTexts } from '../use-texts.ts'
import { ConsentDesk } from './consent-desk.tsx'
import { HoldForm } from './hold-form.tsx'

const NOT_TAKEN = ['voided', 'expired', 'refused']

interface DeskProps {
  member: MemberReference
  /** Who that is, and what they have. */
  who: TillMember
  /** Told when points were held, taken or given back. */
  onChange: () => void
}

/** What is held, or was: the redemption, and the reward that it is for. */
interface Spent<Of extends Redemption> {
  readonly redemption: Of
  readonly reward: Reward | null
}

/** Points for money off or a reward: quote, hold, the customer's consent, capture. */
export function RedeemDesk({ member, who, onChange }: DeskProps) {
  const { t } = useTexts()
  const [held, setHeld] = useState<Spent<HeldRedemption> | null>(null)
  const [ended, setEnded] = useState<Spent<Redemption> | null>(null)
  useOnDisplay(
    'ended',
    ended === null
      ? null
      : { kind: 'ended', isUsed: !NOT_TAKEN.includes(ended.redemption.state), points: ended.redemption.points },
  )
  if (held !== null) {
    return (
      <ConsentDesk
        held={held.redemption}
        reward={held.reward}
        onEnd={(redemption) => {
          setHeld(null)
          setEnded({ redemption, reward: held.reward })
          onChange()
        }}
      />
    )
  }
  // What cannot be done is not offered: it is said why.
  if (!who.isProven) return <Text>{t('redeem.absent')}</Text>
  const hasNone = who.pointsAvailable === '0'
  return (
    <Stack>
      {hasNone && ended === null && <Text>{t('redeem.none')}</Text>}
      {!hasNone && (
        <HoldForm
          member={member}
          onHeld={(redemption, reward) => {
            noteRedemption(redemption)
            setEnded(null)
            setHeld({ redemption, reward })
            onChange()
          }}
        />
      )}
      {ended !== null && <RedemptionSlip {...ended} />}
    </Stack>
  )
}

function RedemptionSlip({ redemption, reward }: Spent<Redemption>) {
  const { t, points, money, standing, titleOf } = useTexts()
  const { state, valueMinor, currency } = redemption
  const [endedAt] = useState(() => new Date().toISOString())
  const lines: [label: string, value: string][] = [
    [t('slip.state'), standing(redemption)],
    ...(reward === null ? [] : ([[t('slip.reward'), titleOf(reward)]] as [string, string][])),
    [t('slip.redeemed'), points(redemption.points)],
    ...(valueMinor === null ? [] : ([[t('slip.off'), money(valueMinor, currency)]] as [string, string][])),
    [t('slip.reference'), redemption.reference ?? ''],
  ]
  const isTaken = !NOT_TAKEN.includes(state)
  return <Slip title={t(isTaken ? 'redeem.done' : 'redeem.notDone')} lines={lines} at={isTaken ? endedAt : null} />
}
