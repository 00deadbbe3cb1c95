import { Button, Code, Container, Group, List, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Route, Router, Switch } from 'wouter'

import { listPartners } from '../api-client/operator.ts'
import { KeyForm, type KeyRequest } from '../app/key-form.tsx'
import { useKeyConnection } from '../app/key-connection.ts'
import { LookSwitches } from '../app/look-switches.tsx'
import { NotFoundPage } from '../app/not-found-page.tsx'
import { OfflineNotice } from '../app/offline-notice.tsx'
import { setPageTitle } from '../ui/coalition.ts'
import { CoalitionMark } from '../ui/coalition-mark.tsx'
import { KEY_KEPT_AS, OperatorKeyContext } from './operator-key.ts'
import { PartnerPage } from './partners/partner-page.tsx'
import { PartnersPage } from './partners/partners-page.tsx'
import { useTexts } from './use-texts.ts'

/** Tries a key: only an operator's key may list partners. */
async function tryKey(key: string): Promise<string> {
  await listPartners(key, null)
  return key
}

/** The operator's pages, under /operator. They use only the public API and an operator's key. */
export function OperatorPages() {
  const { t, problem } = useTexts()
  const queries = useQueryClient()
  const { connected: key, connect, leave, isBusy, error } = useKeyConnection(KEY_KEPT_AS, tryKey)
  const disconnect = () => {
    leave()
    // What the key could see must not be there for the next one at this browser.
    queries.clear()
  }
  return (
    <Router base="/operator">
      <Container size="lg" py="md" px={{ base: 'sm', sm: 'md' }}>
        <Group component="header" mb="lg" gap="xs">
          <Group component="span" gap="xs" flex={1} wrap="nowrap">
            <CoalitionMark />
            <Text component="span" fw={700}>
              {t('brand')}
            </Text>
          </Group>
          {key !== null && (
            <Button variant="default" onClick={disconnect}>
              {t('leave')}
            </Button>
          )}
          <LookSwitches />
        </Group>
        <main>
          {key === null ? (
            <Connect isBusy={isBusy} problem={error && problem(error)} onKey={connect} />
          ) : (
            <OperatorKeyContext value={key}>
              <OfflineNotice isOffline={false} />
              <Switch>
                <Route path="/" component={PartnersPage} />
                <Route path="/partners/:partnerId">
                  {({ partnerId }) => <PartnerPage key={partnerId} partnerId={Number(partnerId)} />}
                </Route>
                <Route component={NotFoundPage} />
              </Switch>
            </OperatorKeyContext>
          )}
        </main>
      </Container>
    </Router>
  )
}

/** Asks for the operator's key. */
function Connect(request: KeyRequest) {
  const { t } = useTexts()
  const texts = t('connect', { returnObjects: true })
  useEffect(() => {
    setPageTitle(t('title'))
  }, [t])
  return (
    <>
      <Title order={1} size="h2" mb="md">
        {t('title')}
      </Title>
      <KeyForm texts={texts} {...request}>
        <List size="sm" spacing="xs" c="dimmed">
          <List.Item>
            {texts.where} <Code>keys/operator-api-key</Code>
          </List.Item>
          <List.Item>{texts.power}</List.Item>
        </List>
      </KeyForm>
    </>
  )
}
