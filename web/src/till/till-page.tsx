import { Container, Group, Title } from '@mantine/core'
import { useEffect } from 'react'

import { readTillPartner } from '../api-client/till.ts'
import { useKeyConnection } from '../app/key-connection.ts'
import { LookSwitches } from '../app/look-switches.tsx'
import { setPageTitle } from '../ui/coalition.ts'
import { Connect } from './connection/connect.tsx'
import { KEY_KEPT_AS, type Till, TillContext } from './connection/connection.ts'
import { Counter } from './counter/counter.tsx'
import { openJournal } from './journal/journal.ts'
import { keepExchange } from './requests/exchanges.ts'
import { TillBar } from './till-bar.tsx'
import classes from './touch.module.css'
import { useTexts } from './use-texts.ts'

/** Connects a till, if the key is a partner's. */
async function openTill(key: string): Promise<Till> {
  const line = { key, onExchange: keepExchange }
  const partner = await readTillPartner(line)
  openJournal(partner.partnerId)
  return { line, partner }
}

/** The practice till. It uses only the public API and a partner's key. */
export function TillPage() {
  const { t } = useTexts()
  const { connected: till, connect, leave, isBusy, error } = useKeyConnection(KEY_KEPT_AS, openTill)
  useEffect(() => {
    setPageTitle(t('title'))
  }, [t])
  return (
    <Container component="main" className={classes.till} size="lg" py="md" px={{ base: 'sm', sm: 'md' }}>
      <Group justify="space-between" mb="md" gap="sm">
        <Title order={1} size="h3">
          {till === null ? t('title') : till.partner.name}
        </Title>
        <LookSwitches />
      </Group>
      {till === null ? (
        <Connect isBusy={isBusy} error={error} onKey={connect} />
      ) : (
        <TillContext value={till}>
          <TillBar onLeave={leave} />
          <Counter />
        </TillContext>
      )}
    </Container>
  )
}
