import type { Said } from './ask.ts'
import { type Known, learn, type Partner, type World } from './world.ts'

/** Reads what there is, as its owners see it: ids, references and vouchers for requests to name. */
export async function collectKnown(world: World): Promise<void> {
  const found: Known[] = []
  const numbers = new Map([
    ...world.members.map(({ memberId, no }) => [memberId, no] as const),
    ...world.callers.flatMap(({ kind, scopes, owner }) =>
      kind === 'member' ? [[scopes[0] ?? '', owner.member] as const] : [],
    ),
  ])
  const noOf = (memberId: string) => numbers.get(memberId) ?? 0
  for (const partner of world.partners) found.push(...(await listOf(world, partner, noOf)))
  for (const { kind, owner, headers, scopes } of world.callers) {
    if (kind === 'approval') found.push({ what: 'redemptionId', owner, value: scopes[0] ?? '' })
    if (kind !== 'member') continue
    const [memberId = ''] = scopes
    found.push({ what: 'memberId', owner, value: memberId })
    const sessions = await world.ask({ method: 'GET', path: '/v1/sessions', headers })
    for (const one of sessions.data.slice(1)) found.push({ what: 'sessionId', owner, value: one.sessionId })
  }
  for (const { no, cardNumber, email } of world.members) {
    const owner = { partner: 0, member: no }
    found.push({ what: 'cardNumber', owner, value: cardNumber }, { what: 'email', owner, value: email })
  }
  learn(world, found)
}

async function listOf(world: World, { id, key }: Partner, noOf: (memberId: string) => number): Promise<Known[]> {
  const { ask, watch } = world
  const found: Known[] = []
  const note = (what: string, row: Said, value: unknown) => {
    if (typeof value === 'string' || typeof value === 'number')
      found.push({ what, owner: { partner: id, member: noOf(row.memberId) }, value: String(value) })
  }
  const each = async (path: string, look: (row: Said) => void) => (await ask.list(key, path)).forEach(look)
  await each('/v1/purchases?limit=50', (row) => {
    note('purchaseId', row, row.purchaseId)
    note('orderRef', row, row.orderRef)
    note('locationId', row, row.locationId)
  })
  await each('/v1/returns?limit=50', (row) => {
    note('returnId', row, row.returnId)
    note('returnRef', row, row.returnRef)
  })
  await each('/v1/redemptions?limit=50', (row) => {
    note('redemptionId', row, row.redemptionId)
    note('reference', row, row.reference)
  })
  await each('/v1/batches?limit=50', (row) => note('batchId', row, row.batchId))
  await each('/v1/claims?limit=50', (row) => {
    note('claimId', row, row.claimId)
    note('voucher', row, row.voucher)
    watch.add(row.voucher, { partner: id, member: noOf(row.memberId) })
  })
  await each('/v1/events?limit=50', (row) => note('after', row, row.id))
  for (const { no, memberId } of world.members) {
    for (const row of await ask.list(key, `/v1/members/${memberId}/entries?limit=10`))
      found.push({ what: 'entryId', owner: { partner: id, member: no }, value: row.entryId })
  }
  return found
}
