import { Button, Group, PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'

import { setMemberPin } from '../../api-client/till.ts'
import { Failure } from '../../ui/notices.tsx'
import { useTill } from '../connection/connection.ts'
import { useTexts } from '../use-texts.ts'

interface SetterProps {
  memberId: string
  /** A card that was given out here a moment ago needs no reset code. */
  isNew?: boolean
  onSet: () => void
}

/** A card without a PIN cannot be spent at a till: the customer chooses the first one here. */
export function PinSetter({ memberId, isNew = false, onSet }: SetterProps) {
  const { t, problem } = useTexts()
  const { line } = useTill()
  const [pin, setPin] = useState('')
  const [resetCode, setResetCode] = useState('')
  const set = useMutation({
    mutationFn: () => setMemberPin(line, memberId, { pin, ...(resetCode === '' ? {} : { resetCode }) }),
    onSuccess: onSet,
  })
  return (
    <>
      <Group
        align="end"
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          // A form around it does something else with Enter.
          event.preventDefault()
          set.mutate()
        }}
      >
        <PasswordInput
          label={t('pin.first')}
          description={t('pin.rules')}
          w={{ base: '100%', xs: 260 }}
          inputMode="numeric"
          autoComplete="off"
          maxLength={8}
          value={pin}
          visibilityToggleButtonProps={{ 'aria-label': t('pin.show') }}
          onChange={(event) => {
            setPin(event.currentTarget.value.replaceAll(/\D/g, ''))
          }}
        />
        {!isNew && (
          <TextInput
            label={t('pin.resetCode')}
            autoComplete="off"
            maxLength={32}
            value={resetCode}
            onChange={(event) => {
              setResetCode(event.currentTarget.value.trim())
            }}
          />
        )}
        <Button
          variant="default"
          loading={set.isPending}
          onClick={() => {
            set.mutate()
          }}
        >
          {t('pin.set')}
        </Button>
      </Group>
      {set.error && <Failure text={problem(set.error)} />}
    </>
  )
}
