import { Button, Stack, Text, TextInput } from '@mantine/core'
import { type SyntheticEvent, useState } from 'react'

import { TitledPanel } from '../../ui/notices.tsx'
import { useMember } from '../member.ts'
import { keepName, keptOf, NAME_LENGTH_MAX } from '../on-device/kept-member.ts'
import { useTexts } from '../use-texts.ts'

/** What the member wants to be called: the server knows no names, and is told none. */
export function NamePanel() {
  const { t } = useTexts()
  const { memberId } = useMember()
  const [name, setName] = useState(() => keptOf(memberId).name ?? '')
  const [isSaved, setSaved] = useState(false)
  const save = (event: SyntheticEvent) => {
    event.preventDefault()
    keepName(memberId, name)
    setName(keptOf(memberId).name ?? '')
    setSaved(true)
  }
  return (
    <TitledPanel label={t('account.name')}>
      <form onSubmit={save}>
        <Stack gap="sm" align="start">
          <TextInput
            w="100%"
            maw={320}
            aria-label={t('account.name')}
            description={t('account.nameAbout')}
            autoComplete="given-name"
            maxLength={NAME_LENGTH_MAX}
            value={name}
            onChange={({ currentTarget }) => {
              setName(currentTarget.value)
              setSaved(false)
            }}
          />
          <div role="status">{isSaved && <Text>{t('account.nameSaved')}</Text>}</div>
          <Button type="submit" variant="default">
            {t('account.nameSave')}
          </Button>
        </Stack>
      </form>
    </TitledPanel>
  )
}
