import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'

import { Failure, TitledPanel } from '../../ui/notices.tsx'
import { useTill } from '../connection/connection.ts'
import { useTexts } from '../use-texts.ts'
import { setUpTill } from './set-up.ts'
import { noteRegistered, tillDatabase, useStation } from './station.ts'

/** Makes this device a till that opens and works without network; what it keeps then is said before. */
export function SetUpPanel() {
  const { t, problem } = useTexts()
  const { line, partner } = useTill()
  const { isOnline, registered } = useStation()
  const [name, setName] = useState('')
  const setUp = useMutation({
    mutationFn: async (called: string) => setUpTill(await tillDatabase(), { line, partner, name: called }),
    onSuccess: noteRegistered,
  })
  if (registered !== null)
    return (
      <TitledPanel label={t('offline.setUp.title')}>{t('offline.setUp.done', { name: registered.name })}</TitledPanel>
    )
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (name.trim() !== '') setUp.mutate(name.trim())
  }
  return (
    <TitledPanel label={t('offline.setUp.title')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Text size="sm">{t('offline.setUp.about')}</Text>
          <Group align="end">
            <TextInput
              label={t('offline.setUp.name')}
              placeholder={t('offline.setUp.example')}
              maxLength={80}
              value={name}
              onChange={(event) => {
                setName(event.currentTarget.value)
              }}
            />
            <Button type="submit" loading={setUp.isPending} disabled={!isOnline || name.trim() === ''}>
              {t('offline.setUp.go')}
            </Button>
          </Group>
          {setUp.error && <Failure text={problem(setUp.error)} />}
        </Stack>
      </form>
    </TitledPanel>
  )
}
