import { Button, Progress, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'

import { drawCard, readCardCode } from '../../api-client/me.ts'
import { OneMoment } from '../../app/loaded.tsx'
import { ProblemNotice } from '../../app/problem-notice.tsx'
import { useProblemText } from '../../app/problem-text.ts'
import { ActionButton } from '../../ui/action-button.tsx'
import { formatGroups } from '../../ui/format.ts'
import { Failure, Panel, TitledPanel } from '../../ui/notices.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { QrCode } from '../../ui/qr-code.tsx'
import classes from '../code.module.css'
import { useRefresh, useMember } from '../member.ts'
import { useTexts } from '../use-texts.ts'
import { keepCard, keptCard } from './kept-card.ts'

const BarCode = lazy(async () => ({ default: (await import('../../ui/bar-code.tsx')).BarCode }))

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

/** The number itself, if this browser knows it: for tills without a camera, and without a connection. */
function FixedCard({ cardNumber }: { cardNumber: string }) {
  const { t } = useTexts()
  const [isQr, setQr] = useState(false)
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('card.fixedAbout')}
      </Text>
      {isQr ? (
        <QrCode text={cardNumber} label={t('card.fixedQr')} />
      ) : (
        <Suspense fallback={<OneMoment />}>
          <BarCode text={cardNumber} label={t('card.bars')} />
        </Suspense>
      )}
      <Text className={classes.code} ta="center">
        {formatGroups(cardNumber)}
      </Text>
      <Button variant="subtle" onClick={() => setQr(!isQr)}>
        {t(isQr ? 'card.showBars' : 'card.showFixedQr')}
      </Button>
    </Stack>
  )
}

function DrawCard({ onDrawn }: { onDrawn: (cardNumber: string) => void }) {
  const { t } = useTexts()
  const refresh = useRefresh()
  const drawing = useMutation({
    mutationFn: drawCard,
    onSuccess: async ({ cardNumber }) => {
      keepCard(cardNumber)
      onDrawn(cardNumber)
      await refresh()
    },
  })
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
  const [cardNumber, setCardNumber] = useState(keptCard)
  const hint = me.identifiers.find(({ kind }) => kind === 'card')?.hint
  const isOwn = cardNumber !== null && hint !== undefined && cardNumber.endsWith(hint)
  return (
    <Stack gap="md" maw={480} mx="auto">
      <PageTitle>{t('card.title')}</PageTitle>
      <Text c="dimmed">{t('card.about')}</Text>
      <Panel label={t('card.qr')}>
        <RotatingCode />
      </Panel>
      <TitledPanel label={t('card.fixed')}>
        {isOwn && <FixedCard cardNumber={cardNumber} />}
        {!isOwn && me.hasCard && <Text>{t('card.unknownHere', { hint: hint ?? '' })}</Text>}
        {!me.hasCard && <DrawCard onDrawn={setCardNumber} />}
      </TitledPanel>
    </Stack>
  )
}
