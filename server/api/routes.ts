import type { SubjectDeps } from './deps.ts'
import { type Route, within } from './route.ts'
import { membersRoutes } from './routes/members/routes.ts'
import { signInRoutes } from './routes/sign-in/routes.ts'
import { accountsRoutes } from './routes/accounts/routes.ts'
import { rewardsRoutes } from './routes/rewards/routes.ts'
import { programmeRoutes } from './routes/programme/routes.ts'
import { purchasesRoutes } from './routes/purchases/routes.ts'
import { tillsRoutes } from './routes/tills/routes.ts'
import { redemptionsRoutes } from './routes/redemptions/routes.ts'
import { eventsRoutes } from './routes/events/routes.ts'
import { webhooksRoutes } from './routes/webhooks/routes.ts'
import { partnersRoutes } from './routes/partners/routes.ts'
import { peopleRoutes } from './routes/people/routes.ts'
import { powersRoutes } from './routes/powers/routes.ts'
import { clearingRoutes } from './routes/clearing/routes.ts'
import { figuresRoutes } from './routes/figures/routes.ts'
import { proposalsRoutes } from './routes/proposals/routes.ts'
import { auditRoutes } from './routes/audit/routes.ts'
import { archiveRoutes } from './routes/archive/routes.ts'
import { statusRoutes } from './routes/status/routes.ts'

/** Every route of the API, in the order of the document. */
export const ROUTES: readonly Route<SubjectDeps>[] = [
  ...within('members', membersRoutes),
  ...within('signIn', signInRoutes),
  ...within('accounts', accountsRoutes),
  ...within('rewards', rewardsRoutes),
  ...within('purchases', purchasesRoutes),
  ...within('programme', programmeRoutes),
  ...within('tills', tillsRoutes),
  ...within('redemptions', redemptionsRoutes),
  ...within('events', eventsRoutes),
  ...within('webhooks', webhooksRoutes),
  ...within('partners', partnersRoutes),
  ...within('people', peopleRoutes),
  ...within('powers', powersRoutes),
  ...within('clearing', clearingRoutes),
  ...within('figures', figuresRoutes),
  ...within('proposals', proposalsRoutes),
  ...within('audit', auditRoutes),
  ...within('archive', archiveRoutes),
  ...within('status', statusRoutes),
]
