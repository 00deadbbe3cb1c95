import { Button, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'

import { setPin } from '../../api-client/me.ts'
import { ProblemNotice } from '../../app/problem-notice.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import { PIN_DIGITS_MIN, PinField } from '../consent/pin-field.tsx'
import { useRefresh, useMember } from '../member.ts'
import { useTexts } from '../use-texts.ts'

const SHAPE = { minLength: PIN_DIGITS_MIN, w: '100%', maw: 320 } as const

/** The PIN of a card member: the first one, or a new one with the old one. */
export function PinPanel() {
  const { t } = useTexts()
  const { hasPin } = useMember()
  const refresh = useRefresh()
  const [currentPin, setCurrentPin] = useState('')
  const [pin, setNewPin] = useState('')
  const setting = useMutation({
    mutationFn: () => setPin(hasPin ? { pin, currentPin } : { pin }),
    onSettled: () => {
      setCurrentPin('')
      setNewPin('')
    },
    onSuccess: refresh,
  })
  const send = (event: SyntheticEvent) => {
    event.preventDefault()
    setting.mutate()
  }
  return (
    <TitledPanel label={t('pin.title')}>
      <form onSubmit={send}>
        <Stack gap="sm" align="start">
          {hasPin && <PinField {...SHAPE} label={t('pin.current')} value={currentPin} onChange={setCurrentPin} />}
          <PinField {...SHAPE} label={t('pin.new')} description={t('pin.rules')} value={pin} onChange={setNewPin} />
          <ProblemNotice error={setting.error} />
          <div role="status">{setting.isSuccess && <Text>{t('pin.done')}</Text>}</div>
          <Button type="submit" variant="default" loading={setting.isPending}>
            {t(hasPin ? 'pin.change' : 'pin.set')}
          </Button>
        </Stack>
      </form>
    </TitledPanel>
  )
}
