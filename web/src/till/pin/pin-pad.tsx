import { Button, PasswordInput, SimpleGrid, Stack, VisuallyHidden } from '@mantine/core'
import { type SubmitEvent, useRef, useState } from 'react'

import { useTexts } from '../use-texts.ts'

const PIN = /^\d{4,8}$/
const PIN_LENGTH_MAX = 8
const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

interface PadProps {
  /** Whose PIN it is, where it is not the customer's of the cashier's page. */
  label?: string
  isBusy: boolean
  onPin: (pin: string) => void
}

/** The customer types the PIN, on keys or on the screen. It is forgotten the moment it is sent. */
export function PinPad({ label, isBusy, onPin }: PadProps) {
  const { t } = useTexts()
  const [pin, setPin] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const add = (digit: string) => {
    setPin((typed) => (typed + digit).slice(0, PIN_LENGTH_MAX))
    field.current?.focus()
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (!PIN.test(pin)) return
    onPin(pin)
    setPin('')
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <PasswordInput
          ref={field}
          size="lg"
          label={label ?? t('pin.label')}
          inputMode="numeric"
          autoComplete="off"
          autoFocus
          maxLength={PIN_LENGTH_MAX}
          value={pin}
          visibilityToggleButtonProps={{ 'aria-label': t('pin.show') }}
          onChange={(event) => {
            setPin(event.currentTarget.value.replaceAll(/\D/g, ''))
          }}
        />
        <SimpleGrid cols={3} spacing="xs" verticalSpacing="xs">
          {DIGITS.map((digit) => (
            <Digit key={digit} digit={digit} onDigit={add} />
          ))}
          <Button
            variant="default"
            size="xl"
            tabIndex={-1}
            onClick={() => {
              setPin('')
            }}
          >
            <span aria-hidden="true">C</span>
            <VisuallyHidden>{t('pin.clear')}</VisuallyHidden>
          </Button>
          <Digit digit="0" onDigit={add} />
          <Button type="submit" size="xl" loading={isBusy} disabled={!PIN.test(pin)}>
            {t('pin.go')}
          </Button>
        </SimpleGrid>
      </Stack>
    </form>
  )
}

/** Not in the tab order: people with a keyboard type. */
function Digit({ digit, onDigit }: { digit: string; onDigit: (digit: string) => void }) {
  return (
    <Button
      variant="default"
      size="xl"
      tabIndex={-1}
      onClick={() => {
        onDigit(digit)
      }}
    >
      {digit}
    </Button>
  )
}
