import { TextInput } from '@mantine/core'

import { useTexts } from './use-texts.ts'

interface AmountProps {
  label: string
  typed: string
  /** What was typed, in minor units; null when it is no amount. */
  amountMinor: string | null
  onTyped: (typed: string) => void
}

/** Takes an amount of money; it has the cursor at once, for hands that are on the keys. */
export function AmountField({ label, typed, amountMinor, onTyped }: AmountProps) {
  const { t } = useTexts()
  return (
    <TextInput
      size="lg"
      label={label}
      inputMode="decimal"
      autoComplete="off"
      autoFocus
      value={typed}
      error={typed !== '' && amountMinor === null && t('amount.unreadable')}
      onChange={(event) => {
        onTyped(event.currentTarget.value)
      }}
    />
  )
}
