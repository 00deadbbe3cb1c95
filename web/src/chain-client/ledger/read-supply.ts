import { pointsTokenAbi } from '../../../../abis/PointsToken.ts'
import type { OpenLedger } from './open-ledger.ts'

/** Points that were given in one epoch, and expire together. */
export interface SupplyLot {
  readonly points: bigint
  readonly expiresAt: Date
}

/** What the ledger says of all points together, at one block. */
export interface Supply {
  readonly total: bigint
  /** Those that expire first come first; lots without points are left out. */
  readonly lots: readonly SupplyLot[]
  readonly isIssuingPaused: boolean
  readonly isRedeemingPaused: boolean
}

/** Lots that live at once, of 36 bits each; the newest is the lowest (contracts/libraries/AccountWord.sol). */
const LOTS = 6
const LOT_BITS = 36n
const EPOCH_AT = 240n

/** Reads the supply, and when which part of it expires. */
export async function readSupply({ client, contracts, block }: OpenLedger): Promise<Supply> {
  const ask = { address: contracts.token, abi: pointsTokenAbi, blockNumber: block.number } as const
  const [total, word, epoch, [isIssuingPaused, isRedeemingPaused]] = await Promise.all([
    client.readContract({ ...ask, functionName: 'totalSupply' }),
    client.readContract({ ...ask, functionName: 'supplyWord' }),
    client.readContract({ ...ask, functionName: 'currentEpoch' }),
    client.readContract({ ...ask, functionName: 'paused' }),
  ])
  const lots = await Promise.all(
    lotsOf(word, epoch).map(async ({ epoch: of, points }) => {
      const args = [of + BigInt(LOTS)] as const
      const ends = await client.readContract({ ...ask, functionName: 'epochStart', args })
      return { points, expiresAt: new Date(Number(ends) * 1_000) }
    }),
  )
  return { total, lots, isIssuingPaused, isRedeemingPaused }
}

/** The lots of a raw word that live in an epoch, oldest first. What was not touched since has become older. */
export function lotsOf(word: bigint, epoch: bigint): { epoch: bigint; points: bigint }[] {
  const age = epoch - (word >> EPOCH_AT)
  const lots: { epoch: bigint; points: bigint }[] = []
  for (let lot = BigInt(LOTS) - 1n - age; lot >= 0n; lot -= 1n) {
    const points = (word >> (lot * LOT_BITS)) & ((1n << LOT_BITS) - 1n)
    if (points > 0n) lots.push({ epoch: epoch - age - lot, points })
  }
  return lots
}
