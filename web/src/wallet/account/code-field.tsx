import { TextInput } from '@mantine/core'

import { useTexts } from '../use-texts.ts'

const DIGITS = 8

/** The code of a message. Phones offer to fill it in. */
export function CodeField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTexts()
  return (
    <TextInput
      label={t('contacts.code')}
      description={t('contacts.codeAbout')}
      autoComplete="one-time-code"
      inputMode="numeric"
      pattern={`[0-9]{${DIGITS}}`}
      maxLength={DIGITS}
      required
      withAsterisk={false}
      w="100%"
      maw={320}
      value={value}
      onChange={(event) => {
        onChange(event.currentTarget.value.replaceAll(/\D/g, ''))
      }}
    />
  )
}
