import { Button, Code, List, Title } from '@mantine/core'
import {
  IconBuildingStore,
  IconCalendarCheck,
  IconGavel,
  IconHandStop,
  IconLayoutDashboard,
  IconMessageReport,
  IconShieldLock,
  IconTimeline,
} from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Route, Router, Switch } from 'wouter'

import { listPartners } from '../api-client/operator.ts'
import { useKeyConnection } from '../app/key-connection.ts'
import { KeyForm, type KeyRequest } from '../app/key-form.tsx'
import { OneMoment } from '../app/loaded.tsx'
import { NotFoundPage } from '../app/not-found-page.tsx'
import { ConsoleFrame } from '../console/console-frame.tsx'
import { setPageTitle } from '../ui/coalition.ts'
import { CoalitionMark } from '../ui/coalition-mark.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { AuditLogPage } from './audit-log/audit-log-page.tsx'
import { ClearingPage } from './clearing/clearing-page.tsx'
import { MonthPage } from './clearing/month-page.tsx'
import { StatementPage } from './clearing/statement-page.tsx'
import { DisputesPage } from './disputes/disputes-page.tsx'
import { MembersPage } from './members/members-page.tsx'
import { KEY_KEPT_AS, OperatorKeyContext } from './operator-key.ts'
import { OverviewPage } from './overview/overview-page.tsx'
import { PartnerPage } from './partners/partner-page.tsx'
import { PartnersPage } from './partners/partners-page.tsx'
import { PowersPage } from './powers/powers-page.tsx'
import { ProposalsPage } from './proposals/proposals-page.tsx'
import { useTexts } from './use-texts.ts'

/** Where an operator of the coalition does its month. */
const PLACES = [
  { path: '/', name: 'overview', icon: IconLayoutDashboard },
  { path: '/partners', name: 'partners', icon: IconBuildingStore },
  { path: '/clearing', name: 'clearing', icon: IconCalendarCheck },
  { path: '/disputes', name: 'disputes', icon: IconMessageReport },
  { path: '/proposals', name: 'proposals', icon: IconGavel },
  { path: '/members', name: 'members', icon: IconShieldLock },
  { path: '/powers', name: 'powers', icon: IconHandStop },
  { path: '/audit-log', name: 'auditLog', icon: IconTimeline },
] as const

/** Tries a key: only an operator's key may list partners. */
async function tryKey(key: string): Promise<string> {
  await listPartners(key, null)
  return key
}

/** The operator's pages, under /operator. They use only the public API and an operator's key. */
export function OperatorPages() {
  const { t, problem } = useTexts()
  const queries = useQueryClient()
  const { connected: key, connect, leave, isBusy, error, resuming } = useKeyConnection(KEY_KEPT_AS, tryKey)
  const disconnect = () => {
    leave()
    // What the key could see must not be there for the next one at this browser.
    queries.clear()
  }
  return (
    <Router base="/operator">
      <ConsoleFrame
        mark={<CoalitionMark />}
        name={t('brand')}
        places={key === null ? null : PLACES.map(({ path, name, icon }) => ({ path, icon, label: t(`nav.${name}`) }))}
        action={
          key !== null && (
            <Button variant="default" onClick={disconnect}>
              {t('leave')}
            </Button>
          )
        }
      >
        {resuming !== null ? (
          <Resuming problem={resuming.error && problem(resuming.error)} retry={resuming.retry} />
        ) : key === null ? (
          <Connect isBusy={isBusy} problem={error && problem(error)} onKey={connect} />
        ) : (
          <OperatorKeyContext value={key}>
            <Pages />
          </OperatorKeyContext>
        )}
      </ConsoleFrame>
    </Router>
  )
}

function Pages() {
  return (
    <Switch>
      <Route path="/" component={OverviewPage} />
      <Route path="/partners" component={PartnersPage} />
      <Route path="/partners/:partnerId">
        {({ partnerId }) => <PartnerPage key={partnerId} partnerId={Number(partnerId)} />}
      </Route>
      <Route path="/clearing" component={ClearingPage} />
      <Route path="/clearing/:month">{({ month }) => <MonthPage key={month} month={month} />}</Route>
      <Route path="/clearing/:month/:partnerId">
        {({ month, partnerId }) => (
          <StatementPage key={`${month} ${partnerId}`} month={month} partnerId={Number(partnerId)} />
        )}
      </Route>
      <Route path="/disputes" component={DisputesPage} />
      <Route path="/proposals" component={ProposalsPage} />
      <Route path="/members" component={MembersPage} />
      <Route path="/powers" component={PowersPage} />
      <Route path="/audit-log" component={AuditLogPage} />
      <Route component={NotFoundPage} />
    </Switch>
  )
}

/** Before anybody has come in. */
function FirstTitle() {
  const { t } = useTexts()
  useEffect(() => {
    setPageTitle(t('title'))
  }, [t])
  return (
    <Title order={1} size="h2" mb="md">
      {t('title')}
    </Title>
  )
}

/** While the key that the tab keeps is tried. */
function Resuming({ problem, retry }: { problem: string | null; retry: () => void }) {
  const { t } = useTranslation('app')
  return (
    <>
      <FirstTitle />
      {problem === null ? <OneMoment /> : <ErrorState text={problem} retry={{ label: t('retry'), run: retry }} />}
    </>
  )
}

/** Asks for the operator's key. */
function Connect(request: KeyRequest) {
  const { t } = useTexts()
  const texts = t('connect', { returnObjects: true })
  return (
    <>
      <FirstTitle />
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
