import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'

import { insertRows } from '../../../../server/database/engine/save-rows.ts'
import { useDataFolder } from '../../../support/data-folder.ts'
import { onPglite } from '../../../support/database.ts'
import { aPurchase } from '../../../support/rows.ts'

/**
 * A record a line, as older versions wrote them: first the tables of purchases, before redemption came; then those of
 * redemption, before it was kept whose no a void was, which gift codes were seen, how a PIN is reset, and by what rate.
 */
const OLDER = new URL('./older-journal.jsonl', import.meta.url)

interface OlderRecord {
  table: string
  rows: Record<string, unknown>[]
}

async function readOlder(): Promise<OlderRecord[]> {
  const lines = (await readFile(OLDER, 'utf8')).trim().split('\n')
  return lines.map((line) => JSON.parse(line) as OlderRecord)
}

if (onPglite())
  describe('a journal of an older version', function () {
    this.timeout(60_000)
    const data = useDataFolder()

    it('is read into the tables as they are now', async () => {
      const { journal } = await data.open()
      const records = await readOlder()
      journal.append(records.map(({ table, rows }) => ({ table, rows: JSON.stringify(rows) })))
      await data.close()
      await rm(join(data.path(), 'database'), { recursive: true })
      const { db } = await data.open()

      const [partner] = await db.partner.findMany()
      expect(partner).to.include({ name: 'Harbour Books', nextEntryNumber: 4n })
      expect(partner).to.not.have.property('redeemPoints')
      const members = await db.member.findMany({ orderBy: { seq: 'asc' } })
      expect(members.map(({ kind, frozenAt }) => [kind, frozenAt])).to.deep.equal([
        ['card', null],
        ['wallet', null],
      ])
      // Nobody had proved an address: it leads to its member where it was written down.
      const identifiers = await db.memberIdentifier.findMany({ orderBy: { kind: 'asc' } })
      expect(identifiers.map(({ kind, partnerId, provenAt }) => [kind, partnerId, provenAt])).to.deep.equal([
        ['card', 0, null],
        ['email', -1, null],
      ])
      const purchase = await db.purchase.findFirstOrThrow()
      expect(purchase).to.deep.include({ amountMinor: 9_007_199_254_740_993n, metadata: {} })
      expect(await db.memberPin.findFirstOrThrow()).to.include({
        failedTries: 1,
        resetHash: null,
        resetExpiresAt: null,
      })
      const redemptions = await db.redemption.findMany({ orderBy: { seq: 'asc' } })
      expect(redemptions.map(({ state, voidedBy, redeemRateId }) => [state, voidedBy, redeemRateId])).to.deep.equal([
        ['captured', null, null],
        ['voided', null, null],
      ])
      // Nobody kept whether the member had seen it: it must not go back into the pool for another one.
      const codes = await db.rewardCode.findMany({ orderBy: { code: 'asc' } })
      expect(codes.map(({ code, claimId, revealedAt }) => [code, claimId === null, revealedAt === null])).to.deep.equal(
        [
          ['GIFT-1', false, false],
          ['GIFT-2', true, true],
        ],
      )
      const [next] = await db.transaction((tx) => insertRows(tx, 'purchase', [aPurchase().build()]))
      expect(next!.seq).to.equal(2n)
    })
  })
