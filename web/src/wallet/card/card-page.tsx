import { Progress, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import { drawCard, readCardCode } from '../../api-client/me.ts'
import { OneMoment } from '../../app/loaded.tsx'
import { ProblemNotice } from '../../app/problem-notice.tsx'
import { useProblemText } from '../../app/problem-text.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { Failure, Panel, TitledPanel } from '../../ui/notices.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { QrCode } from '../../ui/qr-code.tsx'
import classes from '../code.module.css'
import { useRefresh, useMember } from '../member.ts'
import { keepCard, keptOf } from '../on-device/kept-member.ts'
import { useTexts } from '../use-texts.ts'
import parts from '../wallet-parts.module.css'
import { CardNumberForm } from './card-number-form.tsx'
import { FixedCard } from './fixed-card.tsx'

/** A new code comes so long before the old one ends, so that no till is shown a dead one. */
const AHEAD_MS = 8_000
const SECOND_MS = 1_000
const CODE_SECONDS = 60

function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), SECOND_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** The QR code that names the member at a till, and is worth nothing to who photographs it. */
function RotatingCode() {
  const { t } = useTexts()
  const problemText = useProblemText()
  const now = useNow()
  const query = useQuery({
    queryKey: ['card-code'],
    queryFn: readCardCode,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data ? Math.max(SECOND_MS, Date.parse(state.data.expiresAt) - Date.now() - AHEAD_MS) : AHEAD_MS,
  })
  if (query.isPending) return <OneMoment />
  const left = query.data ? Math.ceil((Date.parse(query.data.expiresAt) - now) / SECOND_MS) : 0
  if (query.data === undefined || left <= 0) {
    return <Failure text={query.isError ? problemText(query.error) : t('card.ended')} />
  }
  return (
    <Stack gap="xs" align="center">
      <QrCode text={query.data.code} label={t('card.qr')} />
      <Progress value={(left / CODE_SECONDS) * 100} w="100%" maw={300} size="sm" aria-label={t('card.left')} />
      <Text size="sm" c="dimmed" role="timer" aria-live="off">
        {t('card.renews', { seconds: String(left) })}
      </Text>
    </Stack>
  )
}

function DrawCard({ onDrawn }: { onDrawn: (cardNumber: string) => Promise<void> }) {
  const { t } = useTexts()
  const drawing = useMutation({ mutationFn: drawCard, onSuccess: ({ cardNumber }) => onDrawn(cardNumber) })
  return (
    <Stack gap="sm" align="start">
      <Text size="sm">{t('card.drawAbout')}</Text>
      <ProblemNotice error={drawing.error} />
      <ActionButton action={drawing} label={t('card.draw')} />
    </Stack>
  )
}

/** The member's card, as a till reads it. */
export function CardPage() {
  const { t } = useTexts()
  const me = useMember()
  const refresh = useRefresh()
  const [cardNumber, setCardNumber] = useState(() => keptOf(me.memberId).cardNumber)
  const hint = me.identifiers.find(({ kind }) => kind === 'card')?.hint ?? ''
  const isOwn = cardNumber !== null && hint !== '' && cardNumber.endsWith(hint)
  const show = (number: string) => {
    keepCard(me.memberId, number)
    setCardNumber(number)
  }
  return (
    <Stack gap="md">
      <PageTitle>{t('card.title')}</PageTitle>
      <Text c="dimmed">{t('card.about')}</Text>
      <div className={parts.columns}>
        <Panel label={t('card.qr')}>
          <div className={classes.rotating}>
            <RotatingCode />
          </div>
        </Panel>
        <TitledPanel label={t('card.fixed')}>
          {isOwn && <FixedCard cardNumber={cardNumber} />}
          {!isOwn && me.hasCard && <CardNumberForm hint={hint} onKnown={show} />}
          {!me.hasCard && (
            <DrawCard
              onDrawn={async (number) => {
                show(number)
                await refresh()
              }}
            />
          )}
        </TitledPanel>
      </div>
    </Stack>
  )
}
