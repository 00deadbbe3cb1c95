import type { Route } from '../../route.ts'
import { approveProposalRoute } from './approve-proposal.ts'
import { carryOutProposalRoute } from './carry-out-proposal.ts'
import type { ProposalsDeps } from './deps.ts'
import { listProposalsRoute } from './list-proposals.ts'
import { readProposalRoute } from './read-proposal.ts'
import { rejectProposalRoute } from './reject-proposal.ts'

/** The routes of proposals, in the order of the document. */
export const proposalsRoutes: readonly Route<ProposalsDeps>[] = [
  listProposalsRoute,
  readProposalRoute,
  approveProposalRoute,
  rejectProposalRoute,
  carryOutProposalRoute,
]
