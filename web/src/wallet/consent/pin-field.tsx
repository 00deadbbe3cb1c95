import { PasswordInput, type PasswordInputProps } from '@mantine/core'

import { useTexts } from '../use-texts.ts'

export const PIN_DIGITS_MIN = 4
const DIGITS_MAX = 8

interface PinFieldProps extends Omit<PasswordInputProps, 'value' | 'onChange'> {
  value: string
  onChange: (pin: string) => void
}

/** Where a member types a PIN: digits only, shown when asked for. */
export function PinField({ value, onChange, ...rest }: PinFieldProps) {
  const { t } = useTexts()
  return (
    <PasswordInput
      label={t('pin.label')}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value.replaceAll(/\D/g, ''))}
      inputMode="numeric"
      autoComplete="off"
      maxLength={DIGITS_MAX}
      visibilityToggleButtonProps={{ 'aria-label': t('pin.show') }}
      required
      {...rest}
    />
  )
}
