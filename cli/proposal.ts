import type { Command } from 'commander'

import type { Schemas } from '../client/client.ts'
import { listAll } from './list-all.ts'
import type { Operator } from './operator.ts'
import {
  type CommonOptions,
  type Outcome,
  readAsOperator,
  runAsOperator,
  withOperatorOptions,
} from './operator-command.ts'
import { formatTable } from './terminal.ts'

type Proposal = Schemas['Proposal']

/** `entente proposal ...`: calls that one person may not make alone. */
export function addProposalCommand(program: Command): void {
  const proposals = program.command('proposal').description('Decide on calls that need a second person (FOUR_EYES).')
  const command = (name: string, description: string) =>
    withOperatorOptions(proposals.command(name).description(description).argument('<proposal>', 'id of the proposal'))

  withOperatorOptions(proposals.command('list').description('Show the proposals that wait.'))
    .option('--all', 'those that were decided on as well')
    .action((options: CommonOptions & { all?: boolean }) =>
      readAsOperator(options, (operator) => listProposals(operator, options.all === true)),
    )
  command('show', 'Show a proposal, with all that it would do.').action((id: string, options: CommonOptions) =>
    readAsOperator(options, (operator) => showProposal(operator, id)),
  )
  command('approve', 'Approve a proposal of somebody else: it is carried out at once.').action(
    (id: string, options: CommonOptions) => runAsOperator(options, (operator) => decide(operator, id, 'approve')),
  )
  command('reject', 'Reject a proposal, or take your own back.').action((id: string, options: CommonOptions) =>
    runAsOperator(options, (operator) => decide(operator, id, 'reject')),
  )
  command('carry-out', 'Carry out your own proposal that was approved: one whose answer has a secret.').action(
    (id: string, options: CommonOptions) => runAsOperator(options, (operator) => carryOut(operator, id)),
  )
}

const at = (proposalId: string) => ({ path: { proposalId } })

/** Tells an answer that a second person is needed from the answer itself. */
export function isProposal(answer: object): answer is Proposal {
  return 'proposalId' in answer
}

/** What a command says that became a proposal. */
export function describeProposal(proposal: Proposal): Outcome {
  const { proposalId, state, operation, problem, expiresAt } = proposal
  const next: Readonly<Record<Proposal['state'], string>> = {
    waiting: `waits until ${expiresAt} for somebody else: entente proposal approve ${proposalId}`,
    approved: `is approved; whoever proposed carries it out: entente proposal carry-out ${proposalId}`,
    done: 'is carried out',
    failed: `failed: ${problem ?? ''}`,
    rejected: 'is rejected',
    expired: 'ended without a decision',
  }
  return { value: proposal, text: `Proposal ${proposalId} (${operation}) ${next[state]}.` }
}

async function listProposals({ api, key }: Operator, all: boolean): Promise<Outcome> {
  const found = await listAll((query) =>
    api
      .withKey(key)
      .GET('/v1/proposals', { params: { query: { ...query, ...(all ? {} : { state: 'waiting' as const }) } } }),
  )
  const rows = found.map(({ proposalId, state, operation, proposedBy, decidedBy, expiresAt, target, body }) => [
    proposalId,
    state,
    operation,
    JSON.stringify({ ...target, ...(typeof body === 'object' ? body : {}) }),
    proposedBy,
    decidedBy ?? '-',
    expiresAt,
  ])
  const heads = ['proposal', 'state', 'operation', 'what', 'proposed by', 'decided by', 'ends']
  return { value: { proposals: found }, text: formatTable(heads, rows) }
}

async function showProposal({ api, key }: Operator, id: string): Promise<Outcome> {
  const { data: proposal } = await api.withKey(key).GET('/v1/proposals/{proposalId}', { params: at(id) })
  const { text } = describeProposal(proposal)
  return { value: proposal, text: `${text}\n${JSON.stringify(proposal, null, 2)}` }
}

async function decide({ api, key }: Operator, id: string, verdict: 'approve' | 'reject'): Promise<Outcome> {
  const { data } = await api.withKey(key).POST(`/v1/proposals/{proposalId}/${verdict}`, { params: at(id) })
  return describeProposal(data)
}

async function carryOut({ api, key }: Operator, id: string): Promise<Outcome> {
  const { data } = await api.withKey(key).POST('/v1/proposals/{proposalId}/carry-out', { params: at(id) })
  const { text } = describeProposal(data.proposal)
  return { value: data, text: `${text}\nShown this once: ${JSON.stringify(data.answer, null, 2)}` }
}
