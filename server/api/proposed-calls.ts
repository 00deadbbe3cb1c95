import type { CallRecord } from '../actions/audit/record-call.ts'
import { keepEnd, markDone } from '../actions/proposals/carry-out-proposal.ts'
import { getProposer } from '../actions/proposals/decide-on-proposal.ts'
import { proposeCall } from '../actions/proposals/propose-call.ts'
import { SecondPersonNeeded } from '../actions/proposals/second-person-needed.ts'
import { callerOf } from '../auth/authenticate.ts'
import { findProposalOf, type Proposal } from '../database/proposals.ts'
import { assert } from '../domain/assert.ts'
import { Rejection } from '../domain/rejection.ts'
import { FULL_OPERATOR_SCOPE } from '../domain/scopes.ts'
import { answerRecorded, recordOf } from './audited-calls.ts'
import type { ApiDeps, HttpDeps, SubjectDeps } from './deps.ts'
import { Answer, type CarryOut, type RequestMark, type Route } from './route.ts'
import { presentProposal } from './routes/proposals/present-proposal.ts'

/** A request for something that can need a second person. */
export interface ProposableRequest {
  readonly keyId: string
  readonly params: unknown
  readonly body: unknown
  readonly mark: RequestMark | null
  readonly requestDigest: string | null
}

/**
 * Answers a request, or stores it as a proposal where one person may not make it alone. It is tried first and taken back,
 * so that nobody is asked to approve what would be refused. The same request again is answered with the proposal, and once
 * that is carried out, with its answer.
 */
export async function answerOrPropose(
  http: HttpDeps,
  route: Route<SubjectDeps>,
  request: ProposableRequest,
  { record, run }: { readonly record: CallRecord; readonly run: () => Promise<Answer> },
): Promise<Answer> {
  const { keyId, mark } = request
  if (mark !== null) {
    const before = await findProposalOf(http.db, { proposedBy: keyId, idempotencyKey: mark.key })
    if (before !== null) {
      record.describe({ proposalId: before.id })
      return answerAgain(before, mark, http.clock.now())
    }
  }
  try {
    return await run()
  } catch (error) {
    if (!(error instanceof SecondPersonNeeded)) throw error
  }
  return propose(http, route, request, record)
}

async function propose(
  { db, clock, ids, fourEyes }: HttpDeps,
  route: Route<SubjectDeps>,
  { keyId, params, body, mark, requestDigest }: ProposableRequest,
  record: CallRecord,
): Promise<Answer> {
  const id = ids.next()
  record.becomesProposal(id)
  const stored = await proposeCall(
    { db: record.within(db), clock, waitMs: fourEyes.waitMs },
    {
      id,
      operation: route.operation,
      params: JSON.stringify(params),
      body: body === undefined ? null : JSON.stringify(body),
      // Only a request with a key can be sent again.
      requestHash: mark?.requestHash ?? '',
      requestDigest,
      idempotencyKey: mark?.key ?? null,
      proposedBy: keyId,
      scopes: [...(route.operatorScopes ?? [FULL_OPERATOR_SCOPE])],
    },
  )
  return new Answer(202, presentProposal(stored, clock.now()), false)
}

/** What a request is answered that was stored as a proposal before: how that stands, or the answer once it is carried out. */
function answerAgain(proposal: Proposal, mark: RequestMark, now: Date): Answer {
  if (proposal.requestHash !== mark.requestHash || proposal.operation !== mark.operation)
    throw new Rejection('idempotency_key_reused')
  if (proposal.state !== 'done') return new Answer(200, presentProposal(proposal, now), true)
  if (proposal.answer === null) throw new Rejection('answer_not_kept')
  return new Answer(200, JSON.parse(proposal.answer), true)
}

/** Carries proposals out: each as the call of whoever proposed, done in one transaction with its being marked as done. */
export function carryOutFrom(
  { http, subjects }: Pick<ApiDeps, 'http' | 'subjects'>,
  routes: ReadonlyMap<string, Route<SubjectDeps>>,
  requestId: string,
): CarryOut {
  const routeOf = ({ operation }: Proposal) => {
    const route = routes.get(operation)
    assert(route !== undefined, 'what was proposed has a route')
    return route
  }
  const carryOut: CarryOut = {
    isLeftToProposer: (proposal) => routeOf(proposal).once === 'answer_shown_once',
    run: async (proposal) => {
      const route = routeOf(proposal)
      const caller = callerOf(await getProposer(http.db, proposal, http.clock.now()))
      const record = recordOf(http, route, { caller, requestId }, (tx) => markDone(tx, proposal.id))
      const { id: proposalId, requestDigest } = proposal
      record.describe({ proposalId, requestDigest })
      const asked = {
        params: JSON.parse(proposal.params) as unknown,
        query: {},
        body: proposal.body === null ? undefined : (JSON.parse(proposal.body) as unknown),
      }
      const call = {
        deps: subjects,
        caller,
        ...asked,
        mark: null,
        approval: null,
        device: null,
        networkAddress: '',
        requestId,
        record,
        carryOut,
      }
      try {
        const answer = await answerRecorded(record, () => route.answer(call))
        const kept = route.once === 'answer_shown_once' ? null : JSON.stringify(answer.body)
        const ended = await keepEnd(http, proposalId, { status: answer.status, answer: kept })
        return { proposal: ended, answer: answer.body }
      } catch (error) {
        if (!(error instanceof Rejection)) throw error
        const ended = await keepEnd(http, proposalId, { refusedWith: error.code })
        if (ended.state !== 'failed') throw error
        return { proposal: ended, answer: null }
      }
    },
  }
  return carryOut
}
