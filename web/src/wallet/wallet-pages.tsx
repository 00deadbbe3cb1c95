import { memo, useDeferredValue, useEffect } from 'react'
import { Route, Router, Switch, useLocation } from 'wouter'

import { Problem } from '../api-client/problem.ts'
import { Asked } from '../app/loaded.tsx'
import { NotFoundPage } from '../app/not-found-page.tsx'
import { OfflineNotice } from '../app/offline-notice.tsx'
import { AccountPage } from './account/account-page.tsx'
import { ApprovePage } from './approval/approve-page.tsx'
import { OpenApprovals } from './approval/open-approvals.tsx'
import { CardPage } from './card/card-page.tsx'
import { OfflineCard } from './card/offline-card.tsx'
import { Celebration } from './celebration/celebration.tsx'
import { CollectPage } from './collect/collect-page.tsx'
import { CutOffPage } from './cut-off-page.tsx'
import { HistoryPage } from './history/history-list.tsx'
import { HomePage } from './home/home-page.tsx'
import { MemberContext, useMe } from './member.ts'
import { keptMember, noteWhoIsHere } from './on-device/kept-member.ts'
import { ReceiptPage, RedemptionReceiptPage } from './receipts/receipt-page.tsx'
import { VerifyPage } from './receipts/verify-page.tsx'
import { ClaimsPage } from './rewards/claims-page.tsx'
import { RewardPage } from './rewards/reward-page.tsx'
import { RewardsPage } from './rewards/rewards-page.tsx'
import { SignInPage } from './sign-in/sign-in-page.tsx'
import { PageSkeleton } from './page-skeleton.tsx'
import { WalletLayout } from './wallet-layout.tsx'

// Drawn again for an answer of the server, and not because the address is another already. As children: a `component` is handed
// the parameters of the address, of which the outermost route's `*` is new at each tap.
const Home = memo(HomePage)
const Card = memo(CardPage)
const Claims = memo(ClaimsPage)
const Rewards = memo(RewardsPage)
const History = memo(HistoryPage)
const Account = memo(AccountPage)

/** What can be had for points is for everybody to see. */
const REWARD_ROUTES = (
  <>
    <Route path="/rewards">
      <Rewards />
    </Route>
    <Route path="/rewards/:rewardId">{({ rewardId }) => <RewardPage rewardId={rewardId} />}</Route>
  </>
)

/** The pages of somebody who is not signed in. Whatever else was asked for is shown once they are. */
function StrangerPages() {
  return (
    <Switch>
      {REWARD_ROUTES}
      <Route component={SignInPage} />
    </Switch>
  )
}

/**
 * The pages of somebody who is signed in. A tap on a place marks the place at once; the page follows, in steps that leave room
 * for other taps.
 */
function MemberPages() {
  const [location] = useLocation()
  return (
    <>
      <OpenApprovals />
      <Celebration />
      <Switch location={useDeferredValue(location)}>
        <Route path="/">
          <Home />
        </Route>
        <Route path="/card">
          <Card />
        </Route>
        {REWARD_ROUTES}
        <Route path="/claims">
          <Claims />
        </Route>
        <Route path="/collect" component={CollectPage} />
        <Route path="/history">
          <History />
        </Route>
        <Route path="/receipts/redemptions/:redemptionId">
          {({ redemptionId }) => <RedemptionReceiptPage redemptionId={redemptionId} />}
        </Route>
        <Route path="/receipts/:entryId">{({ entryId }) => <ReceiptPage entryId={entryId} />}</Route>
        <Route path="/account">
          <Account />
        </Route>
        <Route component={NotFoundPage} />
      </Switch>
    </>
  )
}

/** What stands in place of the pages until it is known whose they are. Without a connection, the card that this device keeps. */
function Unknown({ query, isCutOff }: { query: ReturnType<typeof useMe>; isCutOff: boolean }) {
  if (!isCutOff) return query.isPending ? <PageSkeleton /> : <Asked query={query} />
  const cardNumber = keptMember()?.cardNumber ?? null
  if (cardNumber === null) return <CutOffPage retry={query.isPaused ? null : () => void query.refetch()} />
  return (
    <>
      <OfflineNotice isOffline />
      <OfflineCard cardNumber={cardNumber} />
    </>
  )
}

/** The pages of whoever is here. */
function OwnPages() {
  const query = useMe()
  const { data: me, error, fetchStatus, failureReason } = query
  const memberId = me === undefined ? undefined : (me?.memberId ?? null)
  // By what is shown, and not by each answer: one that was under way during a sign-in would have the new card forgotten.
  useEffect(() => {
    if (memberId !== undefined) noteWhoIsHere(memberId)
  }, [memberId])
  const isCutOff = fetchStatus === 'paused' || (failureReason instanceof Problem && failureReason.code === 'offline')
  return (
    <WalletLayout isSignedIn={me !== null && me !== undefined}>
      {me === undefined ? <Unknown query={query} isCutOff={isCutOff} /> : <OfflineNotice isOffline={error !== null} />}
      {me === null && <StrangerPages />}
      {me && (
        <MemberContext value={me}>
          <MemberPages />
        </MemberContext>
      )}
    </WalletLayout>
  )
}

/** The member's pages, under /wallet. A link of a till, and checking a receipt, need nobody to be signed in. */
export function WalletPages() {
  return (
    <Router base="/wallet">
      <Switch>
        <Route path="/approve/:redemptionId">
          {({ redemptionId }) => (
            <WalletLayout isSignedIn={false}>
              <ApprovePage redemptionId={redemptionId} />
            </WalletLayout>
          )}
        </Route>
        <Route path="/verify">
          <WalletLayout isSignedIn={false}>
            <VerifyPage />
          </WalletLayout>
        </Route>
        <Route>
          <OwnPages />
        </Route>
      </Switch>
    </Router>
  )
}
