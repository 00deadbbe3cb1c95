import { Button, Checkbox, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SyntheticEvent, useRef, useState } from 'react'

import { Problem } from '../../api-client/problem.ts'
import { signIn } from '../../api-client/sessions.ts'
import { useProblemText } from '../../app/problem-text.ts'
import { formatGroups } from '../../ui/format.ts'
import { Failure } from '../../ui/notices.tsx'
import { keepCard, keptCard } from '../card/kept-card.ts'
import { PinField } from '../consent/pin-field.tsx'
import { useRefresh } from '../member.ts'
import { useTexts } from '../use-texts.ts'

const CARD_DIGITS_MAX = 16

/** A card number as it is typed or pasted, whatever stands between its digits. */
const readCard = (typed: string): string => formatGroups(typed.replaceAll(/\D/g, '').slice(0, CARD_DIGITS_MAX))

/** The server says the same for a wrong PIN, a locked one and an unknown card; the page says which there are. */
const isMismatch = (error: Error): boolean => error instanceof Problem && error.code === 'sign_in_failed'

/** Signs in with the number on the card and its PIN. */
export function CardSignIn() {
  const { t } = useTexts()
  const problemText = useProblemText()
  const refresh = useRefresh()
  const [cardNumber, setCardNumber] = useState(() => formatGroups(keptCard() ?? ''))
  const [pin, setPin] = useState('')
  const [isKept, setKept] = useState(() => keptCard() !== null)
  const pinField = useRef<HTMLInputElement>(null)
  const signing = useMutation({
    mutationFn: () => signIn({ kind: 'card', cardNumber: cardNumber.replaceAll(' ', ''), pin }),
    onSuccess: async () => {
      if (isKept) keepCard(cardNumber)
      await refresh()
    },
    onError: () => {
      setPin('')
      pinField.current?.focus()
    },
  })
  const send = (event: SyntheticEvent) => {
    event.preventDefault()
    signing.mutate()
  }
  return (
    <form onSubmit={send}>
      <Stack gap="sm">
        <TextInput
          label={t('signIn.cardNumber')}
          description={t('signIn.cardNumberAbout')}
          value={cardNumber}
          onChange={({ currentTarget }) => setCardNumber(readCard(currentTarget.value))}
          inputMode="numeric"
          autoComplete="off"
          required
        />
        <PinField ref={pinField} value={pin} onChange={setPin} />
        <Checkbox
          label={t('signIn.keepCard')}
          checked={isKept}
          onChange={({ currentTarget }) => setKept(currentTarget.checked)}
        />
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
