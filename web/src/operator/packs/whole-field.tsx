import { TextInput } from '@mantine/core'

import { useTexts } from '../use-texts.ts'

interface WholeFieldProps {
  label: string
  typed: string
  /** What it was read as; null where it is no number. */
  read: string | null
  onType: (typed: string) => void
}

/** A field for a whole number, which says when what is typed is none. */
export function WholeField({ label, typed, read, onType }: WholeFieldProps) {
  const { t } = useTexts()
  return (
    <TextInput
      label={label}
      inputMode="numeric"
      autoComplete="off"
      value={typed}
      error={typed !== '' && read === null && t('form.wholeUnreadable')}
      onChange={(event) => onType(event.currentTarget.value)}
    />
  )
}
