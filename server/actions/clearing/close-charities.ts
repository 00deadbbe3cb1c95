import serialize from 'canonicalize'

import type { Block } from '../../database/blocks.ts'
import {
  insertCharityStatement,
  listStatementCharities,
  lockCharity,
  type StoredCharityStatement,
  sumOpenCharityStatements,
} from '../../database/charity-statements.ts'
import type { Donation } from '../../database/donations.ts'
import type { Transaction } from '../../database/engine/client.ts'
import { assert } from '../../domain/assert.ts'
import {
  type CharityStatement,
  charityStatementJson,
  makeCharityStatement,
  pointsOf,
} from '../../domain/clearing/charity-statement.ts'
import type { DonatedPoints } from '../../domain/clearing/donations.ts'
import { Transient } from '../../domain/rejection.ts'
import type { CloseMonthDeps } from './clearing-terms.ts'

/** Name and redeem price of partners of a month, by their numbers. */
type PartnerTerms = ReadonlyMap<number, { readonly name: string; readonly redeemMicros: bigint }>

/** What a partner's members gave, by charity. */
export function donatedIn(donations: readonly Donation[]): DonatedPoints[] {
  return [...Map.groupBy(donations, ({ charityId }) => charityId).values()].map((lines) => {
    const { charityId, charityName } = firstOf(lines)
    return { charityId, charityName, points: pointsOf(lines) }
  })
}

/**
 * Issues the statements of a month to charities that were given points, all of them or none, before those of the partners: a closing
 * that is stopped afterwards cannot leave a charity out, because it is not over while a partner's statement is missing.
 */
export async function closeCharities(
  deps: CloseMonthDeps,
  donations: readonly Donation[],
  { month, at, terms }: { month: number; at: Block; terms: PartnerTerms },
): Promise<void> {
  const closed = await listStatementCharities(deps.db, month)
  const open = [...Map.groupBy(donations, ({ charityId }) => charityId)].filter(([id]) => !closed.has(id))
  if (open.length === 0) return
  const signed: Signed[] = []
  for (const [, lines] of open) signed.push(await signOne(deps, lines, { month, at, terms }))
  await deps.db.transaction((tx) => storeAll(tx, signed))
}

interface Signed {
  readonly row: StoredCharityStatement
  readonly openingMinor: bigint
}

async function signOne(
  deps: CloseMonthDeps,
  donations: readonly Donation[],
  { month, at, terms }: { month: number; at: Block; terms: PartnerTerms },
): Promise<Signed> {
  const { db, chain, clock, clearingTerms } = deps
  const { charityId, charityName } = firstOf(donations)
  const openingMinor = await sumOpenCharityStatements(db, charityId, month)
  const ids = new Set(donations.map(({ partnerId }) => partnerId))
  const statement: CharityStatement = makeCharityStatement({
    coalition: clearingTerms.coalition,
    currency: clearingTerms.currency,
    charity: { id: charityId, name: charityName },
    month,
    source: {
      chainId: chain.chainId,
      registry: chain.addresses.registry.toLowerCase(),
      readAtBlock: at.number,
      readAtBlockHash: at.hash,
    },
    partners: new Map([...terms].filter(([id]) => ids.has(id))),
    lines: donations.map(({ charityId: _id, charityName: _name, ...line }, index) => ({ line: index + 1, ...line })),
    openingMinor,
  })
  const json = charityStatementJson(statement)
  const document = serialize(json)
  assert(document !== undefined, 'a statement is an object')
  const proof = await deps.signCharityStatement(json, document)
  const { number, totals, currency } = statement
  const { payableMinor } = totals
  const row = { charityId, month, number, document, ...proof, payableMinor, currency, issuedAt: clock.now() }
  return { row, openingMinor }
}

async function storeAll(tx: Transaction, signed: readonly Signed[]): Promise<void> {
  // In one order, so that two closings do not wait for each other.
  for (const { row, openingMinor } of signed.toSorted((one, other) =>
    one.row.charityId < other.row.charityId ? -1 : 1,
  )) {
    await lockCharity(tx, row.charityId)
    const isStill = (await sumOpenCharityStatements(tx, row.charityId, row.month)) === openingMinor
    if (!isStill || !(await insertCharityStatement(tx, row)))
      throw new Transient('Somebody closed the month or recorded a payment at the same time', null)
  }
}

function firstOf(lines: readonly Donation[]): Donation {
  const [first] = lines
  assert(first !== undefined, 'a group has a line')
  return first
}
