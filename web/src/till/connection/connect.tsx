import { Anchor, Code, List, Text, Title } from '@mantine/core'

import { KeyForm } from '../../app/key-form.tsx'
import { useTexts } from '../use-texts.ts'

interface ConnectProps {
  isBusy: boolean
  error: Error | null
  onKey: (key: string) => void
}

/** Asks for the partner's key. */
export function Connect({ isBusy, error, onKey }: ConnectProps) {
  const { t, problem } = useTexts()
  const texts = t('connect', { returnObjects: true })
  return (
    <KeyForm texts={texts} isBusy={isBusy} problem={error && problem(error)} onKey={onKey}>
      <Title order={3} size="h5" mt="sm">
        {texts.where}
      </Title>
      <List size="sm" spacing="xs" c="dimmed">
        <List.Item>
          <Code>npm start</Code> {texts.printed}
        </List.Item>
        <List.Item>
          {texts.demo} <Code>.entente/keys/demo-keys.json</Code>
        </List.Item>
        <List.Item>
          {texts.own} <Code>npm run entente -- partner add --name "…"</Code>
        </List.Item>
      </List>
      <Text size="sm">
        <Anchor href="/docs" inherit>
          {texts.docs}
        </Anchor>
      </Text>
    </KeyForm>
  )
}
