import { Alert, Anchor, Button, Group, Kbd, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useHotkeys, useInterval } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'

import { Problem } from '../../api-client/problem.ts'
import type { Reward } from '../../api-client/rewards.ts'
import {
  consentWithPin,
  type HeldRedemption,
  readRedemption,
  type Redemption,
  voidRedemption,
} from '../../api-client/till.ts'
import { Failure } from '../../ui/notices.tsx'
import { QrCode } from '../../ui/qr-code.tsx'
import { useTill } from '../connection/connection.ts'
import { onAgreed, useDisplayIsOpen, useOnDisplay } from '../display/display-link.ts'
import type { ConsentView } from '../display/messages.ts'
import { noteRedemption } from '../journal/note-redemption.ts'
import { PinPad } from '../pin/pin-pad.tsx'
import { PinSetter } from '../pin/pin-setter.tsx'
import { useScanLock } from '../scanner/scan-lock.ts'
import { useTexts } from '../use-texts.ts'
import { takeRedemption } from './take-redemption.ts'

const LOOK_EVERY_MS = 1_000
const OVER = ['voided', 'expired', 'refused']

interface DeskProps {
  held: HeldRedemption
  /** What the points are for; null: money off. */
  reward: Reward | null
  onEnd: (redemption: Redemption) => void
}

/** Asks the server about the hold until it is over, and does what the till decides. */
function useHold({ held, reward, onEnd }: DeskProps) {
  const { line } = useTill()
  const { redemptionId } = held
  const end = (redemption: Redemption) => {
    noteRedemption(redemption)
    onEnd(redemption)
  }
  const look = useQuery({
    queryKey: ['redemption', redemptionId],
    queryFn: () => readRedemption(line, redemptionId),
    refetchInterval: LOOK_EVERY_MS,
    staleTime: 0,
  })
  const capture = useMutation({ mutationFn: () => takeRedemption(line, { redemptionId, reward }), onSuccess: end })
  const drop = useMutation({ mutationFn: () => voidRedemption(line, redemptionId), onSuccess: end })
  const agree = useMutation({
    mutationFn: (pin: string) => consentWithPin(line, redemptionId, pin),
    // The PIN was typed here and now: nothing is left to wait for.
    onSuccess: () => {
      capture.mutate()
    },
  })
  const redemption = look.data ?? held
  const tell = useRef(end)
  useEffect(() => {
    tell.current = end
  })
  useEffect(() => {
    if (OVER.includes(redemption.state)) tell.current(redemption)
  }, [redemption])
  const isTaking = agree.isPending || capture.isPending
  const take = capture.mutate
  // Like a PIN typed here: the customer stands at the counter and has just agreed on the screen beside it.
  useEffect(
    () =>
      onAgreed((agreedId) => {
        if (agreedId === redemptionId) take()
      }),
    [redemptionId, take],
  )
  const errors = [agree.error, capture.error, drop.error, look.error].filter((error) => error !== null)
  return { redemption, capture, drop, agree, isTaking, errors }
}

/** Points are held: now the customer agrees, by PIN here or on their own phone, before the hold ends by itself. */
export function ConsentDesk({ held, reward, onEnd }: DeskProps) {
  const { t, points, money, titleOf, problem } = useTexts()
  const { redemption, capture, drop, agree, isTaking, errors } = useHold({ held, reward, onEnd })
  const dropHold = () => {
    if (!isTaking) drop.mutate()
  }
  useHotkeys([['F10', dropHold]], [])
  useScanLock()
  useOnDisplay('consent', consentView(held, reward))
  const worth = held.valueMinor === null ? '' : ` · ${money(held.valueMinor, held.currency)}`
  return (
    <Stack>
      <div>
        <Title order={3} size="h4">
          {points(held.points)}
          {worth}
        </Title>
        {reward !== null && <Text>{titleOf(reward)}</Text>}
      </div>
      <Countdown expiresAt={held.expiresAt} />
      {redemption.state === 'consented' && !isTaking ? (
        <Alert color="accent" role="status" title={t('consent.agreed')}>
          <Button
            size="lg"
            autoFocus
            mt="xs"
            rightSection={<Kbd>Enter</Kbd>}
            onClick={() => {
              capture.mutate()
            }}
          >
            {t('consent.capture')}
          </Button>
        </Alert>
      ) : (
        <Ways held={held} isBusy={isTaking} onPin={agree.mutate} />
      )}
      {errors.map((error) => (
        <Failure key={error.message} text={problem(error)} />
      ))}
      {agree.error instanceof Problem && agree.error.code === 'pin_unset' && (
        <PinSetter memberId={held.memberId} onSet={agree.reset} />
      )}
      <Group>
        <Button
          variant="default"
          size="lg"
          loading={drop.isPending}
          disabled={isTaking}
          rightSection={<Kbd>F10</Kbd>}
          onClick={dropHold}
        >
          {t('consent.void')}
        </Button>
      </Group>
    </Stack>
  )
}

/** What the customer's screen needs for asking: the link's secret, and no key. */
function consentView(held: HeldRedemption, reward: Reward | null): ConsentView {
  const { redemptionId, points, valueMinor, currency, approvalUrl, consentKinds } = held
  const titles = reward === null ? null : Object.entries(reward.texts).map(([language, { title }]) => [language, title])
  return {
    kind: 'consent',
    redemptionId,
    secret: new URL(approvalUrl).hash.slice(1),
    points,
    valueMinor,
    currency,
    titles: titles && (Object.fromEntries(titles) as Record<string, string>),
    hasPin: consentKinds.includes('pin'),
  }
}

/** The PIN is typed on the customer's screen where there is one, else here. */
function PinPlace({ isBusy, onPin }: { isBusy: boolean; onPin: (pin: string) => void }) {
  const { t } = useTexts()
  const isOnDisplay = useDisplayIsOpen()
  const [isHere, setHere] = useState(false)
  if (!isOnDisplay || isHere) return <PinPad isBusy={isBusy} onPin={onPin} />
  return (
    <Stack gap="xs" align="start">
      <div role="status">
        <Text fw={600}>{t('consent.onDisplay')}</Text>
        <Text c="dimmed">{t('consent.onDisplayAbout')}</Text>
      </div>
      <Button
        variant="default"
        size="md"
        onClick={() => {
          setHere(true)
        }}
      >
        {t('consent.pinHere')}
      </Button>
    </Stack>
  )
}

/** The ways in which this customer can agree. */
function Ways({ held, isBusy, onPin }: { held: HeldRedemption; isBusy: boolean; onPin: (pin: string) => void }) {
  const { t } = useTexts()
  const hasPin = held.consentKinds.includes('pin')
  return (
    <SimpleGrid cols={{ base: 1, sm: hasPin ? 2 : 1 }} spacing="lg">
      {hasPin && <PinPlace isBusy={isBusy} onPin={onPin} />}
      <Stack gap="xs">
        <Text fw={600}>{t(hasPin ? 'consent.orPhone' : 'consent.phone')}</Text>
        <QrCode text={held.approvalUrl} label={t('consent.qr')} />
        <Anchor href={held.approvalUrl} target="_blank" rel="noreferrer" size="sm">
          {t('consent.link')}
        </Anchor>
      </Stack>
    </SimpleGrid>
  )
}

/** How long the points are still held. */
function Countdown({ expiresAt }: { expiresAt: string }) {
  const { t } = useTexts()
  const [now, setNow] = useState(() => Date.now())
  const [startedAt] = useState(now)
  useInterval(
    () => {
      setNow(Date.now())
    },
    LOOK_EVERY_MS,
    { autoInvoke: true },
  )
  const leftMs = Math.max(0, Date.parse(expiresAt) - now)
  const allMs = Math.max(1, Date.parse(expiresAt) - startedAt)
  const seconds = Math.ceil(leftMs / 1_000)
  const text = `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`
  return (
    <div>
      <Text size="sm" c="dimmed">
        {t('consent.left', { time: text })}
      </Text>
      <Progress value={(leftMs / allMs) * 100} aria-label={t('consent.leftLabel')} size="sm" mt={4} />
    </div>
  )
}
