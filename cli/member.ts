import type { Command } from 'commander'

import type { Operator } from './operator.ts'
import { describeProposal, isProposal } from './proposal.ts'
import { type CommonOptions, type Outcome, runAsOperator, withOperatorOptions } from './operator-command.ts'

/** `entente member ...`: how an operator helps a member, through the API. */
export function addMemberCommand(program: Command): void {
  const member = program.command('member').description("Help a member (the operator's commands).")
  withOperatorOptions(
    member
      .command('pin-reset')
      .description('Reset a PIN that was forgotten or locked, and print the code with which the member sets a new one.')
      .argument('<member>', 'member id'),
  ).action((id: string, options: CommonOptions) => runAsOperator(options, (operator) => resetPin(operator, id)))
  withOperatorOptions(
    member
      .command('erase')
      .description(
        'Erase a member who asked for it by letter, at once and for good: texts become noise, points run out on the ledger.',
      )
      .argument('<member>', 'member id')
      .requiredOption('--points <points>', 'what the account holds, as the member was told'),
  ).action((id: string, options: CommonOptions & { points: string }) =>
    runAsOperator(options, (operator) => erase(operator, id, options.points)),
  )
  for (const verb of ['freeze', 'unfreeze'] as const) {
    const description =
      verb === 'freeze'
        ? 'Stop all spending of an account on the ledger, as the guardian.'
        : "Lift the operator's own freeze of an account; a freeze of the member's stays."
    withOperatorOptions(member.command(verb).description(description).argument('<member>', 'member id')).action(
      (id: string, options: CommonOptions) => runAsOperator(options, (operator) => changeFreeze(operator, id, verb)),
    )
  }
}

async function changeFreeze({ api, key }: Operator, id: string, verb: 'freeze' | 'unfreeze'): Promise<Outcome> {
  const { data: changed } = await api.withKey(key).POST(`/v1/members/{memberId}/${verb}`, {
    params: { path: { memberId: id } },
  })
  const what = verb === 'freeze' ? 'is being frozen' : 'is being freed'
  return { value: changed, text: `The account ${changed.account} ${what} on the ledger.` }
}

async function erase({ api, key }: Operator, id: string, points: string): Promise<Outcome> {
  const { data: erased } = await api.withKey(key).POST('/v1/members/{memberId}/erasure', {
    params: { path: { memberId: id } },
    body: { points },
  })
  if (isProposal(erased)) return describeProposal(erased)
  return {
    value: erased,
    text: `The member ${id} is erased. ${points} points run out on the ledger at their usual end.`,
  }
}

async function resetPin({ api, key }: Operator, id: string): Promise<Outcome> {
  const { data: reset } = await api.withKey(key).POST('/v1/members/{memberId}/pin-reset', {
    params: { path: { memberId: id } },
  })
  const text = [
    `The PIN of ${reset.memberId} is reset, and whoever was signed in with it is signed out.`,
    `Reset code, shown this once, for the member only: ${reset.resetCode}`,
    `It sets a new PIN at any till until ${reset.expiresAt}.`,
  ]
  return { value: reset, text: text.join('\n') }
}
