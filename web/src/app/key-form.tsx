import { Button, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, type SubmitEvent, useState } from 'react'

import { Failure, Panel } from '../ui/notices.tsx'

/** How asking for a key stands. */
export interface KeyRequest {
  isBusy: boolean
  /** Why the last key was no good. */
  problem: string | null
  onKey: (key: string) => void
}

interface KeyFormProps extends KeyRequest {
  texts: { title: string; about: string; key: string; kept: string; show: string; go: string }
  /** Where to get a key. */
  children: ReactNode
}

/** Asks for an API key. */
export function KeyForm({ texts, isBusy, problem, onKey, children }: KeyFormProps) {
  const [key, setKey] = useState('')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (key.trim() !== '') onKey(key.trim())
  }
  return (
    <Panel label={texts.title}>
      <form onSubmit={submit}>
        <Stack maw={560}>
          <Title order={2} size="h4">
            {texts.title}
          </Title>
          <Text>{texts.about}</Text>
          <PasswordInput
            label={texts.key}
            description={texts.kept}
            placeholder="ent_..."
            autoComplete="off"
            spellCheck={false}
            data-autofocus
            autoFocus
            value={key}
            onChange={(event) => {
              setKey(event.currentTarget.value)
            }}
            visibilityToggleButtonProps={{ 'aria-label': texts.show }}
          />
          {problem !== null && <Failure text={problem} />}
          <Button type="submit" size="md" loading={isBusy} w="fit-content">
            {texts.go}
          </Button>
          {children}
        </Stack>
      </form>
    </Panel>
  )
}
