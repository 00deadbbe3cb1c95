import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Route, Router, Switch } from 'wouter'

import { type OwnPerson, readOwnPerson } from '../api-client/console.ts'
import { Problem } from '../api-client/problem.ts'
import { Asked } from '../app/loaded.tsx'
import { NotFoundPage } from '../app/not-found-page.tsx'
import { AccountPage } from './account/account-page.tsx'
import { ConsoleLayout } from './console-layout.tsx'
import { KeysPage } from './keys/keys-page.tsx'
import { OverviewPage } from './overview/overview-page.tsx'
import { PeoplePage } from './people/people-page.tsx'
import { forgetAnswers, PERSON, PersonContext } from './person.ts'
import { ProgrammePage } from './programme/programme-page.tsx'
import { RecordsPage } from './records/records-page.tsx'
import { NewRewardPage, OwnRewardPage, ReplaceRewardPage } from './rewards/reward-page.tsx'
import { RewardsPage } from './rewards/rewards-page.tsx'
import { SignInPage } from './sign-in/sign-in-page.tsx'
import { StatementPage } from './statements/statement-page.tsx'
import { StatementsPage } from './statements/statements-page.tsx'
import { WebhooksPage } from './webhooks/webhooks-page.tsx'

/** So often it is asked whether the session is still open: who was removed sees it without pressing anything. */
const ASK_AGAIN_MS = 60_000

const isSignedOut = (error: unknown) => error instanceof Problem && error.status === 401

/** The pages of a brand's people, under /partner. They use only the public API and the session of the person. */
export function ConsolePages() {
  const queries = useQueryClient()
  const query = useQuery({ queryKey: PERSON, queryFn: readOwnPerson, refetchInterval: ASK_AGAIN_MS })
  const enter = (person: OwnPerson) => {
    forgetAnswers(queries)
    queries.setQueryData(PERSON, person)
  }
  const person = isSignedOut(query.error) ? null : query.data
  return (
    <Router base="/partner">
      <PersonContext value={person ?? null}>
        <ConsoleLayout person={person ?? null}>
          {person === undefined ? (
            <Asked query={query} room="partner-console" />
          ) : person === null ? (
            <SignInPage enter={enter} />
          ) : (
            <Places />
          )}
        </ConsoleLayout>
      </PersonContext>
    </Router>
  )
}

function Places() {
  return (
    <Switch>
      <Route path="/" component={OverviewPage} />
      <Route path="/statements" component={StatementsPage} />
      <Route path="/statements/:month">{({ month }) => <StatementPage key={month} month={month} />}</Route>
      <Route path="/records" component={RecordsPage} />
      <Route path="/programme" component={ProgrammePage} />
      <Route path="/rewards" component={RewardsPage} />
      <Route path="/rewards/new" component={NewRewardPage} />
      <Route path="/rewards/:rewardId">{({ rewardId }) => <OwnRewardPage key={rewardId} rewardId={rewardId} />}</Route>
      <Route path="/rewards/:rewardId/replace">
        {({ rewardId }) => <ReplaceRewardPage key={rewardId} rewardId={rewardId} />}
      </Route>
      <Route path="/keys" component={KeysPage} />
      <Route path="/webhooks" component={WebhooksPage} />
      <Route path="/people" component={PeoplePage} />
      <Route path="/account" component={AccountPage} />
      <Route component={NotFoundPage} />
    </Switch>
  )
}
