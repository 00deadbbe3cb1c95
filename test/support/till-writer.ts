/** A process of its own that holds, consents, captures and voids and says so, until it is killed: node till-writer.ts <data folder>. */
import { join } from 'node:path'

import { captureRedemption } from '../../server/actions/redemptions/capture-redemption.ts'
import { consentToRedemption } from '../../server/actions/redemptions/consent-to-redemption.ts'
import { setOwnPin } from '../../server/actions/sign-in/set-own-pin.ts'
import { fromTill } from '../../server/actions/sign-in/verify-pin.ts'
import { voidRedemption } from '../../server/actions/redemptions/void-redemption.ts'
import { openDatabase } from '../../server/database/engine/open-database.ts'
import { openJournal } from '../../server/database/engine/journal.ts'
import { aMember, aPartner } from '../server/api/support/coalition.ts'
import { followChainTo } from '../server/api/support/ledger.ts'
import { makeDeps } from '../server/api/support/running-api.ts'
import { givePoints, PIN } from '../server/api/support/till.ts'

const folder = process.argv[2] ?? ''
const journal = openJournal(join(folder, 'journal.sqlite'), new Date())
const db = await openDatabase({ kind: 'pglite', folder: join(folder, 'database'), journal })
const deps = await makeDeps(db, process.stderr)
const say = (what: string, id: string) => process.stdout.write(`${what} ${id}\n`)

async function begin(): Promise<{ partnerId: number; memberId: string }> {
  const before = await db.redemption.findFirst()
  if (before !== null) return before
  const { id: partnerId } = await aPartner(deps)
  const { member } = await aMember(deps)
  await followChainTo(db, { number: 90n, finalizedNumber: 40n })
  await givePoints(db, member.address, 40_000n)
  await setOwnPin(deps, { memberId: member.id, pin: PIN, currentPin: null, device: null })
  return { partnerId, memberId: member.id }
}

const { partnerId, memberId } = await begin()
for (let at = 0; ; at += 1) {
  const item = {
    reference: `${process.pid}-${at}`,
    member: { kind: 'member' as const, value: memberId },
    points: 10n,
    rewardId: null,
    currency: null,
    basketMinor: null,
    locationId: null,
    expiresInSeconds: 900,
    metadata: {},
  }
  const outcome = await deps.holdIntake.submit({ partnerId, items: [item], keyed: null })
  const [held] = outcome.status === 'done' ? outcome.outcomes : []
  // So many may be open at once; the last process left some behind.
  if (held?.status !== 'held') throw new Error(JSON.stringify(held))
  const named = { redemptionId: held.redemption.id, partnerId, memberId: null }
  say('held', named.redemptionId)
  if (at % 3 > 0) {
    await consentToRedemption(deps, named, { kind: 'pin', pin: PIN }, { from: fromTill(partnerId) })
    say('consented', named.redemptionId)
  }
  if (at % 3 === 2) {
    await captureRedemption(deps, named)
    say('captured', named.redemptionId)
  } else {
    await voidRedemption(deps, named, 'partner')
    say('voided', named.redemptionId)
  }
}
