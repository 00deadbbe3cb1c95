import { Button, Checkbox, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'

import { signIn } from '../api-client/sessions.ts'
import { formatGroups } from '../ui/format.ts'
import { Failure } from '../ui/notices.tsx'
import { keepCard, keptCard } from './kept-card.ts'
import { useLookAgain } from './member.ts'
import { PinField } from './pin-field.tsx'
import { useProblemText } from './problem-text.ts'
import { useWords } from './words.ts'

const CARD_TEXT_MAX = 19

/** Signs in with the number on the card and its PIN. */
export function CardSignIn() {
  const { t } = useWords()
  const problemText = useProblemText()
  const lookAgain = useLookAgain()
  const [cardNumber, setCardNumber] = useState(() => formatGroups(keptCard() ?? ''))
  const [pin, setPin] = useState('')
  const [isKept, setKept] = useState(() => keptCard() !== null)
  const signing = useMutation({
    mutationFn: () => signIn({ kind: 'card', cardNumber: cardNumber.replaceAll(' ', ''), pin }),
    onSuccess: async () => {
      if (isKept) keepCard(cardNumber)
      await lookAgain()
    },
    onError: () => setPin(''),
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
          onChange={({ currentTarget }) => setCardNumber(formatGroups(currentTarget.value.replaceAll(/\D/g, '')))}
          inputMode="numeric"
          autoComplete="off"
          maxLength={CARD_TEXT_MAX}
          required
        />
        <PinField value={pin} onChange={setPin} />
        <Checkbox
          label={t('signIn.keepCard')}
          checked={isKept}
          onChange={({ currentTarget }) => setKept(currentTarget.checked)}
        />
        {signing.isError && <Failure text={problemText(signing.error)} />}
        <Button type="submit" size="md" loading={signing.isPending}>
          {t('signIn.submit')}
        </Button>
      </Stack>
    </form>
  )
}
