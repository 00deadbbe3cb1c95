import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import {
  type HeldRedemption,
  holdPoints,
  type MemberReference,
  quoteRedemption,
  type Redemption,
  type RedemptionQuote,
} from '../api-client/till.ts'
import { Failure } from '../ui/notices.tsx'
import { useTill } from './connection.ts'
import { ConsentDesk } from './consent-desk.tsx'
import { readPoints } from './money.ts'
import { noteRedemption } from './note-redemption.ts'
import { PinSetter } from './pin-setter.tsx'
import { Slip } from './slip.tsx'
import { drawReference } from './till-reference.ts'
import { useWords } from './words.ts'

const QUOTE_AFTER_MS = 200

interface DeskProps {
  member: Extract<MemberReference, { kind: 'member' }>
  onDone: () => void
}

/** Points for money off: quote, hold, the customer's consent, capture. */
export function RedeemDesk({ member, onDone }: DeskProps) {
  const { t, points, money } = useWords()
  const [held, setHeld] = useState<HeldRedemption | null>(null)
  const [ended, setEnded] = useState<Redemption | null>(null)
  if (held !== null) {
    return (
      <ConsentDesk
        held={held}
        onEnd={(redemption) => {
          setHeld(null)
          setEnded(redemption)
          onDone()
        }}
      />
    )
  }
  const isTaken = ended !== null && !['voided', 'expired', 'refused'].includes(ended.state)
  return (
    <Stack>
      <HoldForm
        member={member}
        onHeld={(redemption) => {
          noteRedemption(redemption)
          setEnded(null)
          setHeld(redemption)
        }}
      />
      {ended !== null && (
        <Slip
          title={t(isTaken ? 'redeem.done' : 'redeem.notDone')}
          lines={[
            [t('slip.state'), t(`state.${ended.state}`)],
            [t('slip.redeemed'), points(ended.points)],
            ...(ended.valueMinor === null
              ? []
              : ([[t('slip.off'), money(ended.valueMinor, ended.currency)]] as [string, string][])),
            [t('slip.reference'), ended.reference],
          ]}
        />
      )}
    </Stack>
  )
}

/** How many points, what they are worth, and why not. */
function HoldForm({ member, onHeld }: { member: DeskProps['member']; onHeld: (held: HeldRedemption) => void }) {
  const { t, problem } = useWords()
  const { line } = useTill()
  const [typed, setTyped] = useState('')
  const [reference, setReference] = useState(() => drawReference('P'))
  const wanted = readPoints(typed)
  const [quoted] = useDebouncedValue(wanted, QUOTE_AFTER_MS)
  const quote = useQuery({
    queryKey: ['redemption quote', member.value, quoted],
    queryFn: () => quoteRedemption(line, { member, points: quoted ?? '' }),
    enabled: quoted !== null,
    staleTime: 0,
  })
  const hold = useMutation({
    mutationFn: (asked: string) => holdPoints(line, { reference, member, points: asked }),
    onSuccess: onHeld,
    onError: () => {
      setReference(drawReference('P'))
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (wanted !== null) hold.mutate(wanted)
  }
  const shown = quoted === wanted && wanted !== null ? quote.data : undefined
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          size="lg"
          label={t('redeem.points')}
          inputMode="numeric"
          autoComplete="off"
          autoFocus
          value={typed}
          error={typed !== '' && wanted === null && t('redeem.unreadable')}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
          }}
        />
        <div role="status">{shown && <QuoteText quote={shown} />}</div>
        {shown?.reason === 'pin_unset' && <PinSetter memberId={member.value} onSet={() => void quote.refetch()} />}
        {(hold.error ?? quote.error) && <Failure text={problem(hold.error ?? quote.error)} />}
        <Button
          type="submit"
          size="lg"
          disabled={wanted === null || shown?.isAllowed === false}
          loading={hold.isPending}
        >
          {t('redeem.hold')}
        </Button>
      </Stack>
    </form>
  )
}

function QuoteText({ quote }: { quote: RedemptionQuote }) {
  const { t, points, money, refusal } = useWords()
  const { isAllowed, reason, valueMinor, currency, pointsAvailable } = quote
  return (
    <Stack gap={2}>
      {valueMinor !== null && (
        <Text size="lg" fw={600}>
          {t('redeem.worth', { points: points(quote.points), value: money(valueMinor, currency) })}
        </Text>
      )}
      <Text c="dimmed">{t('redeem.available', { points: points(pointsAvailable) })}</Text>
      {!isAllowed && (
        <Text c="var(--mantine-color-error)">{refusal(reason ?? 'internal_error', { pointsAvailable })}</Text>
      )}
    </Stack>
  )
}
