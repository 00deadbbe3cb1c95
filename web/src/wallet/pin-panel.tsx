import { Button, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'

import { setPin } from '../api-client/me.ts'
import { Failure, Panel } from '../ui/notices.tsx'
import { useLookAgain, useMember } from './member.ts'
import { useProblemText } from './problem-text.ts'
import { useWords } from './words.ts'

const DIGITS_MAX = 8
const DIGITS_MIN = 4

interface PinFieldProps {
  label: string
  description?: string
  value: string
  onChange: (pin: string) => void
}

function PinField({ label, description, value, onChange }: PinFieldProps) {
  const { t } = useWords()
  return (
    <PasswordInput
      label={label}
      description={description}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value.replaceAll(/\D/g, ''))}
      inputMode="numeric"
      autoComplete="off"
      minLength={DIGITS_MIN}
      maxLength={DIGITS_MAX}
      w="100%"
      maw={320}
      visibilityToggleButtonProps={{ 'aria-label': t('pin.show') }}
      required
    />
  )
}

/** The PIN of a card member: the first one, or a new one with the old one. */
export function PinPanel() {
  const { t } = useWords()
  const { hasPin } = useMember()
  const problemText = useProblemText()
  const lookAgain = useLookAgain()
  const [currentPin, setCurrentPin] = useState('')
  const [pin, setNewPin] = useState('')
  const setting = useMutation({
    mutationFn: () => setPin(hasPin ? { pin, currentPin } : { pin }),
    onSettled: () => {
      setCurrentPin('')
      setNewPin('')
    },
    onSuccess: lookAgain,
  })
  const send = (event: SyntheticEvent) => {
    event.preventDefault()
    setting.mutate()
  }
  return (
    <Panel label={t('pin.title')}>
      <Title order={2} size="h4" mb="xs">
        {t('pin.title')}
      </Title>
      <form onSubmit={send}>
        <Stack gap="sm" align="start">
          {hasPin && <PinField label={t('pin.current')} value={currentPin} onChange={setCurrentPin} />}
          <PinField label={t('pin.new')} description={t('pin.rules')} value={pin} onChange={setNewPin} />
          {setting.isError && <Failure text={problemText(setting.error)} />}
          <div role="status">{setting.isSuccess && <Text>{t('pin.done')}</Text>}</div>
          <Button type="submit" variant="default" loading={setting.isPending}>
            {t(hasPin ? 'pin.change' : 'pin.set')}
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}
