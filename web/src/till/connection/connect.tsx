import { Anchor, Button, Code, List, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { type SubmitEvent, useState } from 'react'

import { Failure, Panel } from '../../ui/notices.tsx'
import { useTexts } from '../use-texts.ts'

interface ConnectProps {
  isBusy: boolean
  error: Error | null
  onKey: (key: string) => void
}

/** Asks for the partner's key. */
export function Connect({ isBusy, error, onKey }: ConnectProps) {
  const { t, problem } = useTexts()
  const [key, setKey] = useState('')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (key.trim() !== '') onKey(key.trim())
  }
  return (
    <Panel label={t('connect.title')}>
      <form onSubmit={submit}>
        <Stack maw={560}>
          <Title order={2} size="h4">
            {t('connect.title')}
          </Title>
          <Text>{t('connect.about')}</Text>
          <PasswordInput
            label={t('connect.key')}
            description={t('connect.kept')}
            placeholder="ent_..."
            autoComplete="off"
            spellCheck={false}
            data-autofocus
            autoFocus
            value={key}
            onChange={(event) => {
              setKey(event.currentTarget.value)
            }}
            visibilityToggleButtonProps={{ 'aria-label': t('connect.show') }}
          />
          {error && <Failure text={problem(error)} />}
          <Button type="submit" size="md" loading={isBusy} w="fit-content">
            {t('connect.go')}
          </Button>
          <Title order={3} size="h5" mt="sm">
            {t('connect.where')}
          </Title>
          <List size="sm" spacing="xs" c="dimmed">
            <List.Item>
              <Code>npm start</Code> {t('connect.printed')}
            </List.Item>
            <List.Item>
              {t('connect.demo')} <Code>.entente/keys/demo-keys.json</Code>
            </List.Item>
            <List.Item>
              {t('connect.own')} <Code>npm run entente -- partner add --name "…"</Code>
            </List.Item>
          </List>
          <Text size="sm">
            <Anchor href="/docs" inherit>
              {t('connect.docs')}
            </Anchor>
          </Text>
        </Stack>
      </form>
    </Panel>
  )
}
