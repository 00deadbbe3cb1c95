import type { AddPartnerDeps } from '../../../actions/partners/add-partner.ts'
import type { PartnerViewDeps } from '../../../actions/partners/partner-view.ts'
import type { Keyring } from '../../../auth/keyring.ts'
import { routeFor } from '../../route.ts'

/** What the routes of partners hand to actions. */
export type PartnersDeps = AddPartnerDeps & PartnerViewDeps & { readonly keyring: Keyring }

/** Defines a route of this subject: what it is handed is what it may use. */
export const route = routeFor<PartnersDeps>()
