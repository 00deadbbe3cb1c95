import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { findTillClaim, type TillClaim } from '../../api-client/till-rewards.ts'
import { enrolCardMember, type EnrolledMember, findTillMember, type MemberReference } from '../../api-client/till.ts'
import { formatGroups } from '../../ui/format.ts'
import { Failure, Panel } from '../../ui/notices.tsx'
import { useTill } from '../connection/connection.ts'
import { PinSetter } from '../pin/pin-setter.tsx'
import { useTexts } from '../use-texts.ts'
import { CameraScan, hasCameraScan } from './camera-scan.tsx'
import type { Customer } from './customer.ts'
import { readMemberReference, readVoucher } from './member-reference.ts'

interface ScanProps {
  onCustomer: (customer: Customer) => void
  onClaim: (claim: TillClaim) => void
}

/** Finds whom a text names, or what the voucher in it is for. */
function useLook({ onCustomer, onClaim }: ScanProps) {
  const { line } = useTill()
  const [isUnreadable, setUnreadable] = useState(false)
  const find = useMutation({
    mutationFn: async (reference: MemberReference) => ({ reference, member: await findTillMember(line, reference) }),
    onSuccess: onCustomer,
  })
  const findClaim = useMutation({ mutationFn: (voucher: string) => findTillClaim(line, voucher), onSuccess: onClaim })
  const look = (text: string) => {
    const voucher = readVoucher(text)
    const reference = voucher === null ? readMemberReference(text) : null
    setUnreadable(voucher === null && reference === null)
    find.reset()
    findClaim.reset()
    if (voucher !== null) findClaim.mutate(voucher)
    if (reference !== null) find.mutate(reference)
  }
  return {
    look,
    isUnreadable,
    isFinding: find.isPending || findClaim.isPending,
    error: find.error ?? findClaim.error,
  }
}

/** Waits for a card: a scanner types its digits and Enter, a person may do the same. */
export function Scan({ onCustomer, onClaim }: ScanProps) {
  const { t, problem } = useTexts()
  const { line } = useTill()
  const [typed, setTyped] = useState('')
  const [isCamera, setCamera] = useState(false)
  const { look, isUnreadable, isFinding, error } = useLook({ onCustomer, onClaim })
  const enrol = useMutation({
    mutationFn: () => enrolCardMember(line),
    onSuccess: ({ cardNumber }) => {
      setTyped(cardNumber ?? '')
    },
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    look(typed)
  }
  return (
    <Panel label={t('scan.title')}>
      <form onSubmit={submit}>
        <Stack>
          <Title order={2} size="h4">
            {t('scan.title')}
          </Title>
          <TextInput
            size="lg"
            label={t('scan.label')}
            description={t('scan.about')}
            autoFocus
            autoComplete="off"
            spellCheck={false}
            value={typed}
            error={isUnreadable && t('scan.unreadable')}
            onChange={(event) => {
              setTyped(event.currentTarget.value)
            }}
          />
          {(error ?? enrol.error) && <Failure text={problem(error ?? enrol.error)} />}
          <ScanButtons
            isFinding={isFinding}
            isEnrolling={enrol.isPending}
            isCamera={isCamera}
            onCamera={() => {
              setCamera(!isCamera)
            }}
            onNewCard={() => {
              enrol.mutate()
            }}
          />
          {enrol.data && <NewCard key={enrol.data.memberId} member={enrol.data} />}
          {isCamera && <CameraScan onText={look} />}
        </Stack>
      </form>
    </Panel>
  )
}

/** A card that was just given out: its number, and its PIN while it may be chosen here. */
function NewCard({ member: { memberId, cardNumber } }: { member: EnrolledMember }) {
  const { t } = useTexts()
  const [hasPin, setHasPin] = useState(false)
  return (
    <Stack gap="xs">
      <Text role="status">
        {t('scan.newCardIs')} <strong>{formatGroups(cardNumber ?? '')}</strong>
      </Text>
      {hasPin ? (
        <Text role="status">{t('pin.done')}</Text>
      ) : (
        <PinSetter
          memberId={memberId}
          isNew
          onSet={() => {
            setHasPin(true)
          }}
        />
      )}
    </Stack>
  )
}

interface ButtonsProps {
  isFinding: boolean
  isEnrolling: boolean
  isCamera: boolean
  onCamera: () => void
  onNewCard: () => void
}

function ScanButtons({ isFinding, isEnrolling, isCamera, onCamera, onNewCard }: ButtonsProps) {
  const { t } = useTexts()
  return (
    <Group>
      <Button type="submit" size="md" loading={isFinding}>
        {t('scan.go')}
      </Button>
      {hasCameraScan() && (
        <Button size="md" variant="default" onClick={onCamera}>
          {isCamera ? t('scan.cameraOff') : t('scan.camera')}
        </Button>
      )}
      <Button size="md" variant="default" loading={isEnrolling} onClick={onNewCard}>
        {t('scan.newCard')}
      </Button>
    </Group>
  )
}
