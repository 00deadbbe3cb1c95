import type { Command } from 'commander'

import type { Schemas } from '../client/client.ts'
import type { Operator } from './operator.ts'
import {
  type CommonOptions,
  type Outcome,
  readAsOperator,
  runAsOperator,
  withOperatorOptions,
} from './operator-command.ts'
import { describeProposal, isProposal } from './proposal.ts'
import { formatTable } from './terminal.ts'

interface AnnounceOptions extends CommonOptions {
  to: string
  deadline?: string
  signature?: string
}

type Recovery = Schemas['Recovery']

/** `entente recovery ...`: how an operator helps a member who lost the key, through the API. */
export function addRecoveryCommand(program: Command): void {
  const recovery = program
    .command('recovery')
    .description("Bring the account of a lost key to a new one (the operator's commands).")
  const command = (name: string, description: string) =>
    withOperatorOptions(recovery.command(name).description(description).argument('<member>', 'member id'))

  command(
    'announce',
    'Announce a recovery. Without --signature: print what the new key signs (EIP-712), which is sent back with --deadline.',
  )
    .requiredOption('--to <address>', 'new address, which never held points')
    .option('--deadline <seconds>', 'deadline of the order that was signed')
    .option('--signature <hex>', "the new key's signature of that order")
    .action((member: string, options: AnnounceOptions) =>
      runAsOperator(options, (operator) => announce(operator, member, options)),
    )
  command('cancel', 'Cancel an announced recovery, without delay.').action((member: string, options: CommonOptions) =>
    runAsOperator(options, (operator) => end(operator, member, 'cancel')),
  )
  command('complete', 'Carry out a recovery whose delay is over.').action((member: string, options: CommonOptions) =>
    runAsOperator(options, (operator) => end(operator, member, 'complete')),
  )
  command('show', 'Show how the recovery of an account stands.').action((member: string, options: CommonOptions) =>
    readAsOperator(options, (operator) => show(operator, member)),
  )
}

const paramsOf = (memberId: string) => ({ path: { memberId } })

async function announce(
  { api, key }: Operator,
  member: string,
  { to, deadline, signature }: AnnounceOptions,
): Promise<Outcome> {
  if (signature === undefined || deadline === undefined) {
    const params = { ...paramsOf(member), query: { toAccount: to } }
    const { data: order } = await api.withKey(key).GET('/v1/recoveries/{memberId}/order', { params })
    return { value: order, text: JSON.stringify(order.typedData, null, 2) }
  }
  const body = { memberId: member, toAccount: to, deadline, toSignature: signature }
  const { data: announced } = await api.withKey(key).POST('/v1/recoveries', { body })
  return isProposal(announced) ? describeProposal(announced) : describe(announced)
}

async function end({ api, key }: Operator, member: string, verb: 'cancel' | 'complete'): Promise<Outcome> {
  const params = paramsOf(member)
  return describe((await api.withKey(key).POST(`/v1/recoveries/{memberId}/${verb}`, { params })).data)
}

async function show({ api, key }: Operator, member: string): Promise<Outcome> {
  const params = paramsOf(member)
  return describe((await api.withKey(key).GET('/v1/recoveries/{memberId}', { params })).data)
}

function describe(recovery: Recovery): Outcome {
  const { account, toAccount, readyAt, acts } = recovery
  const waits = readyAt === null ? 'is on its way to the ledger' : `can be completed from ${readyAt} on`
  const sentence =
    toAccount === null ? `No recovery of ${account} waits.` : `The recovery of ${account} to ${toAccount} ${waits}.`
  const rows = acts.map(({ kind, state, failedReason, createdAt }) => [kind, failedReason ?? state, createdAt])
  const text = acts.length === 0 ? sentence : `${sentence}\n${formatTable(['act', 'state', 'asked for'], rows)}`
  return { value: recovery, text }
}
