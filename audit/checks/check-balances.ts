import type { Event } from '../contracts.ts'
import type { Act, Step } from '../replay/acts.ts'
import { lowerAddress } from '../replay/find-calls.ts'
import type { Check, Scene } from '../replay/replay.ts'

/** Check 2, the part that looks at what happened: every change of a balance has a reason, and lots expire as they should. */
export const checkBalances: Check = {
  see(act, scene) {
    if (!('steps' in act)) return
    for (const step of act.steps) checkStep(act, step, scene)
    checkPauses(act, scene)
    if (act.kind === 'move') checkMove(act, scene)
  },
}

function checkStep(act: Act, step: Step, { collector, place }: Scene): void {
  collector.count('balances', 'movements')
  switch (step.kind) {
    case 'expiry':
      if (step.points !== step.due)
        collector.add(
          'expiry_differs',
          place,
          `${step.points} points of ${step.account} were logged as gone; ${step.due} had expired.`,
        )
      return
    case 'mint':
      if (step.due > 0n)
        collector.add('expiry_differs', place, `${step.due} expired points of ${step.account} were not logged.`)
      if (act.kind !== 'batch' && act.kind !== 'restoration')
        collector.add('mint_unexplained', place, `${step.account} got ${step.points} points without a batch.`)
      return
    case 'burn':
      if (step.missing > 0n)
        collector.add(
          'balance_below_zero',
          place,
          `${step.account} lost ${step.points} points, ${step.missing} more than it had.`,
        )
      if (act.kind !== 'batch' && act.kind !== 'redemptions') burned(step, { collector, place })
      return
    case 'shortfall':
      if (step.balance > 0n)
        collector.add(
          'shortfall_false',
          place,
          `${step.points} points of ${step.account} were logged as missing though it still had ${step.balance}.`,
        )
      return
    case 'unexplained':
      if (/^0x0{40}$/.test(step.to)) burned({ account: step.from, points: step.points }, { collector, place })
      else collector.add('transfer_unexplained', place, `${step.points} points went from ${step.from} to ${step.to}.`)
      return
    case 'move':
    case 'forward':
    case 'backward':
  }
}

function burned(
  { account, points }: { account: string; points: bigint },
  { collector, place }: Pick<Scene, 'collector' | 'place'>,
): void {
  collector.add('burn_unexplained', place, `${points} points of ${account} disappeared.`)
}

function checkPauses(act: Act, { ledger, collector, place }: Scene): void {
  if (act.kind === 'batch' && ledger.issuingPaused)
    collector.add('moved_while_paused', place, 'A batch was posted while issuing was paused.')
  const redeems =
    act.kind === 'restoration' ||
    act.kind === 'move' ||
    (act.kind === 'redemptions' && act.events.some(({ name }) => name === 'PointsRedeemed'))
  if (redeems && ledger.redeemingPaused)
    collector.add('moved_while_paused', place, 'Points were redeemed, restored or moved while redeeming was paused.')
}

function checkMove(act: Extract<Act, { kind: 'move' }>, { collector, place }: Scene): void {
  const { event, steps, points, free } = act
  collector.count('balances', 'moves')
  const logged = steps.findLast((step) => step.kind === 'move')
  if (points !== event.args['points'] || logged?.points !== points || !isOf(event, logged))
    collector.add(
      'transfer_unexplained',
      place,
      `${String(event.args['points'])} points moved by the event, ${logged?.points ?? 0n} by the transfer; the account had ${points}.`,
    )
  if (!free)
    collector.add(
      'account_reused',
      place,
      `${String(event.args['from'])} moved to ${String(event.args['to'])}, which was not free.`,
    )
}

const isOf = ({ args }: Event, { from, to }: { from: string; to: string }) =>
  lowerAddress(args['from']) === from && lowerAddress(args['to']) === to
