import { Button, Stack, Text, TextInput } from '@mantine/core'
import { type SyntheticEvent, useState } from 'react'

import { useTexts } from '../use-texts.ts'
import { cardFault, readCard } from './card-number.ts'

interface CardNumberFormProps {
  /** How the member's card ends. */
  hint: string
  onKnown: (cardNumber: string) => void
}

/**
 * Asks for the number of the card where this device does not know it: nobody but the card says it. It is compared with how the
 * card ends, and goes nowhere.
 */
export function CardNumberForm({ hint, onKnown }: CardNumberFormProps) {
  const { t } = useTexts()
  const [typed, setTyped] = useState('')
  const [isSent, setSent] = useState(false)
  const digits = typed.replaceAll(' ', '')
  const fault = cardFault(typed)
  const texts = {
    incomplete: t('signIn.cardIncomplete', { digits: String(digits.length) }),
    mistyped: t('signIn.cardMistyped'),
  }
  const error = fault === null ? (digits.endsWith(hint) ? null : t('card.notYours', { hint })) : texts[fault]
  const send = (event: SyntheticEvent) => {
    event.preventDefault()
    setSent(true)
    if (error === null) onKnown(digits)
  }
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="sm" align="start">
        <Text>{t('card.unknownHere', { hint })}</Text>
        <TextInput
          w="100%"
          maw={320}
          label={t('signIn.cardNumber')}
          value={typed}
          onChange={({ currentTarget }) => setTyped(readCard(currentTarget.value))}
          inputMode="numeric"
          autoComplete="off"
          required
          error={isSent && error}
        />
        <Button type="submit">{t('card.add')}</Button>
      </Stack>
    </form>
  )
}
