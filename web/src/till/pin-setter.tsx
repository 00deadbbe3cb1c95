import { Button, Group, PasswordInput, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'

import { setMemberPin } from '../api-client/till.ts'
import { Failure } from '../ui/notices.tsx'
import { useTill } from './connection.ts'
import { useWords } from './words.ts'

/** A card without a PIN cannot be spent: the customer chooses the first one here. */
export function PinSetter({ memberId, onSet }: { memberId: string; onSet: () => void }) {
  const { t, problem } = useWords()
  const { line } = useTill()
  const [pin, setPin] = useState('')
  const [resetCode, setResetCode] = useState('')
  const set = useMutation({
    mutationFn: () => setMemberPin(line, memberId, { pin, ...(resetCode === '' ? {} : { resetCode }) }),
    onSuccess: onSet,
  })
  return (
    <>
      <Group align="end">
        <PasswordInput
          label={t('pin.first')}
          inputMode="numeric"
          autoComplete="off"
          maxLength={8}
          value={pin}
          visibilityToggleButtonProps={{ 'aria-label': t('pin.show') }}
          onChange={(event) => {
            setPin(event.currentTarget.value.replaceAll(/\D/g, ''))
          }}
        />
        <TextInput
          label={t('pin.resetCode')}
          autoComplete="off"
          maxLength={32}
          value={resetCode}
          onChange={(event) => {
            setResetCode(event.currentTarget.value.trim())
          }}
        />
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
