import { Button, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SyntheticEvent, useRef, useState } from 'react'

import { Problem } from '../../api-client/problem.ts'
import { signIn } from '../../api-client/sessions.ts'
import { useProblemText } from '../../app/problem-text.ts'
import { Failure } from '../../ui/notices.tsx'
import { CARD_DIGITS, cardFault, readCard } from '../card/card-number.ts'
import { PIN_DIGITS_MIN, PinField } from '../consent/pin-field.tsx'
import { useRefresh } from '../member.ts'
import { keepCard } from '../on-device/kept-member.ts'
import { useTexts } from '../use-texts.ts'

/** The server says the same for a wrong PIN, a locked one and an unknown card; the page says which there are. */
const isMismatch = (error: Error): boolean => error instanceof Problem && error.code === 'sign_in_failed'

/** What is wrong with what stands in the fields. It tells of their form only, so that a stranger learns nothing of cards. */
function useFaults(cardNumber: string, pin: string) {
  const { t } = useTexts()
  const fault = cardFault(cardNumber)
  const digits = String(cardNumber.replaceAll(' ', '').length)
  return {
    card:
      fault === null ? null : t(fault === 'incomplete' ? 'signIn.cardIncomplete' : 'signIn.cardMistyped', { digits }),
    pin: pin.length < PIN_DIGITS_MIN ? t('signIn.pinIncomplete') : null,
  }
}

/** Signs in with the number on the card and its PIN. The number is kept here while the member is signed in, for its bar code. */
export function CardSignIn() {
  const { t } = useTexts()
  const problemText = useProblemText()
  const refresh = useRefresh()
  const [cardNumber, setCardNumber] = useState('')
  const [pin, setPin] = useState('')
  const [isSent, setSent] = useState(false)
  const faults = useFaults(cardNumber, pin)
  const cardField = useRef<HTMLInputElement>(null)
  const pinField = useRef<HTMLInputElement>(null)
  const signing = useMutation({
    mutationFn: () => signIn({ kind: 'card', cardNumber: cardNumber.replaceAll(' ', ''), pin }),
    onSuccess: async ({ memberId }) => {
      keepCard(memberId, cardNumber)
      await refresh()
    },
    onError: () => {
      setPin('')
      setSent(false)
      pinField.current?.focus()
    },
  })
  const send = (event: SyntheticEvent) => {
    event.preventDefault()
    setSent(true)
    if (faults.card !== null) return cardField.current?.focus()
    if (faults.pin !== null) return pinField.current?.focus()
    signing.mutate()
  }
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="sm">
        <TextInput
          ref={cardField}
          label={t('signIn.cardNumber')}
          description={t('signIn.cardNumberAbout')}
          value={cardNumber}
          onChange={({ currentTarget }) => setCardNumber(readCard(currentTarget.value))}
          maxLength={2 * CARD_DIGITS}
          inputMode="numeric"
          autoComplete="off"
          required
          error={isSent && faults.card}
        />
        <PinField ref={pinField} value={pin} onChange={setPin} error={isSent && faults.pin} />
        {signing.isError && (
          <Failure text={isMismatch(signing.error) ? t('signIn.cardFailed') : problemText(signing.error)} />
        )}
        <Button type="submit" size="md" loading={signing.isPending}>
          {t('signIn.submit')}
        </Button>
      </Stack>
    </form>
  )
}
