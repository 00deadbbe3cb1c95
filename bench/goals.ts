import type { RedemptionRow } from './redemptions.ts'
import type { Snapshot } from './snapshot.ts'

/** What the contracts were to reach, everything included that they do: gas of the whole transaction for each one. */
export interface Goal {
  name: string
  gasMax: number
  measured: number
}

type Entente = Snapshot['entente']

function creditsOf({ credits }: Entente, count: number, column: 'existingHolders' | 'newHolders' | 'afterEpochChange') {
  return Number(credits.find((row) => row.count === count)![column]) / count
}

/** The dearer of a member's first redemption and a later one. */
function redemptionOf({ redemptions }: Entente, ending: string, count: number): number {
  const isWanted = (row: RedemptionRow) => row.count === count && row.scheme.endsWith(ending)
  const { first, later } = redemptions.find(isWanted)!
  return Math.max(Number(first), Number(later)) / count
}

/** Each goal beside what was measured. */
export function goalsOf(entente: Entente): Goal[] {
  const debit = entente.debits.find(({ count }) => count === 300)!
  return [
    { name: 'existing holder, at 300', gasMax: 7_560, measured: creditsOf(entente, 300, 'existingHolders') },
    { name: 'existing holder, at 1,000', gasMax: 7_380, measured: creditsOf(entente, 1_000, 'existingHolders') },
    { name: 'new holder, at 300', gasMax: 24_750, measured: creditsOf(entente, 300, 'newHolders') },
    {
      name: 'first batch after an epoch change, at 300',
      gasMax: 7_650,
      measured: creditsOf(entente, 300, 'afterEpochChange'),
    },
    { name: 'debit, at 300', gasMax: 8_000, measured: Number(debit.oneLot) / 300 },
    {
      name: 'redemption alone, as our relayer sends it',
      gasMax: 57_000,
      measured: redemptionOf(entente, 'as our relayer sends it', 1),
    },
    { name: 'redemption, in fifties', gasMax: 18_000, measured: redemptionOf(entente, 'ECDSA', 50) },
    { name: 'redemption by passkey, alone', gasMax: 75_000, measured: redemptionOf(entente, 'passkey', 1) },
  ]
}
