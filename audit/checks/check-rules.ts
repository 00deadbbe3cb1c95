import { keccak256 } from 'viem'

import type { EntryMemory } from '../archive/entry-memory.ts'
import type { Archive } from '../archive/open-archive.ts'
import { readLine, type ReceiptsEntry, type ReceiptsHeader, type Rule, RuleDocument } from '../archive/receipts-file.ts'
import { faultsOf, type NamedRule } from './programme-points.ts'
import { lowerAddress } from '../replay/find-calls.ts'
import type { Scene } from '../replay/replay.ts'

/** Rule documents that were read; what is wrong with one is said once. */
export type Rules = (hash: string) => Promise<Rule | { readonly wrong: string }>

/** Reads rule documents of an archive, each once. There are few: one for each version of a partner's rule. */
export function rulesOf(archive: Archive): Rules {
  const known = new Map<string, Rule | { readonly wrong: string }>()
  return async (hash) => {
    const rule = known.get(hash) ?? (await readRule(archive, hash))
    known.set(hash, rule)
    return rule
  }
}

async function readRule(archive: Archive, hash: string): Promise<Rule | { readonly wrong: string }> {
  const bytes = await archive.rule(hash)
  if (bytes === null) return { wrong: 'it is not in the archive' }
  const is = keccak256(bytes)
  if (is !== hash) return { wrong: `its keccak256 is ${is}` }
  const read = readLine(RuleDocument, bytes.toString('utf8'))
  return 'wrong' in read ? read : read.value
}

interface Context {
  readonly header: ReceiptsHeader
  readonly memory: EntryMemory
  readonly rules: Rules
}

/** Check 4, and the part of check 3 about reversals: what an entry's explanation says follows from rules and earlier entries. */
export async function checkExplanation(receipt: ReceiptsEntry, context: Context, scene: Scene): Promise<void> {
  const { explanation, kind } = receipt
  const { collector } = scene
  if (kind === 'shortfall_recovery') {
    // Leaves of version 1 do not say from which accrual it was taken; its order does.
    if (explanation !== null) checkRecovery(receipt, context, scene)
    return
  }
  if (explanation === null) {
    collector.count('rules', 'entries without an explanation')
    return
  }
  if (kind === 'accrual_reversal') checkReversal(receipt, context, scene)
  else await checkPoints(receipt, context, scene)
}

function checkReversal(receipt: ReceiptsEntry, { header, memory }: Context, { collector, place, ledger }: Scene): void {
  const { entry, account, points, explanation } = receipt
  const reverses = explanation?.reverses ?? []
  collector.count('receipts', 'reversals')
  const sum = reverses.reduce((all, each) => all + BigInt(each.points), 0n)
  if (sum !== -BigInt(points))
    collector.add('explanation_sum_wrong', place, `Entry ${entry} takes back ${points} points, and explains ${sum}.`)
  for (const each of reverses) {
    const accrual = memory.findAccrual(header.partnerId, each.entry)
    const sameMember =
      accrual !== null && ledger.holderOf(lowerAddress(accrual.account)) === ledger.holderOf(lowerAddress(account))
    if (accrual === null || !sameMember || BigInt(each.entry) >= BigInt(entry))
      collector.add(
        'reversal_unfounded',
        place,
        `Entry ${entry} reverses entry ${each.entry}, which is no earlier accrual of ${account}.`,
      )
    else if (accrual.remaining < BigInt(each.points))
      collector.add(
        'reversal_exceeds',
        place,
        `Entry ${entry} reverses ${each.points} points of entry ${each.entry}, which has ${accrual.remaining} left.`,
      )
    memory.reverse(header.partnerId, each.entry, BigInt(each.points))
  }
}

/** What a member owed is taken from an accrual of the same member, which stays as it was for later returns. */
function checkRecovery(receipt: ReceiptsEntry, { header, memory }: Context, { collector, place, ledger }: Scene): void {
  const { entry, account, explanation } = receipt
  const from = explanation?.takenFrom ?? 'none'
  collector.count('receipts', 'recoveries')
  const accrual = memory.findAccrual(header.partnerId, from)
  if (accrual !== null && ledger.holderOf(lowerAddress(accrual.account)) === ledger.holderOf(lowerAddress(account)))
    return
  collector.add(
    'recovery_unfounded',
    place,
    `Entry ${entry} takes what was owed from entry ${from}, which is no earlier accrual of ${account}.`,
  )
}

async function checkPoints(
  receipt: ReceiptsEntry,
  { header, rules }: Context,
  { collector, place }: Scene,
): Promise<void> {
  const { entry, points, explanation } = receipt
  const parts = explanation?.rules ?? []
  const sum = parts.reduce((all, each) => all + BigInt(each.points), 0n)
  if (sum !== BigInt(points))
    collector.add('explanation_sum_wrong', place, `Entry ${entry} has ${points} points, and its rules give ${sum}.`)
  const amount = explanation?.amountMinor
  collector.count('rules', amount === undefined ? 'entries without an amount' : 'entries with an amount')
  const named: NamedRule[] = []
  for (const part of parts) {
    const rule = await rules(part.hash)
    if ('wrong' in rule)
      collector.add('rule_document_wrong', place, `Entry ${entry} names the rule ${part.hash}: ${rule.wrong}.`)
    else if (rule.partnerId !== header.partnerId)
      collector.add('rule_document_wrong', place, `Entry ${entry} names a rule of partner ${rule.partnerId}.`)
    else named.push({ rule, points: BigInt(part.points) })
  }
  // What is wrong with a document is said; what it would have given, nobody can say.
  if (named.length < parts.length) return
  const faults = faultsOf(named, {
    amountMinor: amount === undefined ? null : BigInt(amount),
    currency: explanation?.currency ?? null,
    hasInputs: explanation?.inputs !== undefined,
  })
  for (const fault of faults) collector.add('rule_points_wrong', place, `Entry ${entry}: ${fault}`)
}
