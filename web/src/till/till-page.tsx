import { Container, Group, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import { readTillPartner } from '../api-client/till.ts'
import { LanguageSwitch } from '../ui/language-switch.tsx'
import { ThemeSwitch } from '../ui/theme-switch.tsx'
import { Connect } from './connection/connect.tsx'
import { keepKey, readKeptKey, type Till, TillContext } from './connection/connection.ts'
import { Counter } from './counter/counter.tsx'
import { openJournal } from './journal/journal.ts'
import { keepExchange } from './requests/exchanges.ts'
import { TillBar } from './till-bar.tsx'
import { useTexts } from './use-texts.ts'

/** The practice till. It uses only the public API and a partner's key. */
export function TillPage() {
  const { t } = useTexts()
  const [till, setTill] = useState<Till | null>(null)
  const connect = useMutation({
    mutationFn: async (key: string): Promise<Till> => {
      const line = { key, onExchange: keepExchange }
      return { line, partner: await readTillPartner(line) }
    },
    onSuccess: (connected) => {
      keepKey(connected.line.key)
      openJournal(connected.partner.partnerId)
      setTill(connected)
    },
  })
  const { mutate } = connect
  useEffect(() => {
    document.title = `${t('title')} · Entente`
  }, [t])
  useEffect(() => {
    const kept = readKeptKey()
    if (kept !== null) mutate(kept)
  }, [mutate])
  const leave = () => {
    keepKey(null)
    setTill(null)
    connect.reset()
  }
  return (
    <Container component="main" size="lg" py="md" px={{ base: 'sm', sm: 'md' }}>
      <Group justify="space-between" mb="md" gap="sm">
        <Title order={1} size="h3">
          {till === null ? t('title') : till.partner.name}
        </Title>
        <Group gap="xs">
          <LanguageSwitch />
          <ThemeSwitch
            label={t('theme.label')}
            names={{ auto: t('theme.auto'), light: t('theme.light'), dark: t('theme.dark') }}
          />
        </Group>
      </Group>
      {till === null ? (
        <Connect isBusy={connect.isPending} error={connect.error} onKey={mutate} />
      ) : (
        <TillContext value={till}>
          <TillBar onLeave={leave} />
          <Counter />
        </TillContext>
      )}
    </Container>
  )
}
