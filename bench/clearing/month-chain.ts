import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { AddressInfo } from 'node:net'

import { encodeAbiParameters, type Hex, keccak256, numberToHex, pad } from 'viem'

import type { Database } from '../../server/database/engine/client.ts'
import type { ContractAddresses } from '../../server/chain/client.ts'
import { monthSpan } from '../../server/domain/utc-days.ts'
import { openCoalitionChain } from '../../test/support/platform/coalition-chain.ts'
import { EDR_CHAIN_ID, type EdrChain } from '../../test/support/platform/edr-chain.ts'
import { lastBlockOf } from './fill-month.ts'

/** A chain that another process can ask. */
export interface MonthChain {
  readonly url: string
  readonly addresses: ContractAddresses
  readonly edr: EdrChain
  close(): Promise<void>
}

/** Words of the contracts' storage, by their layout: `_months` and `_prices` of PartnerRegistry, `_months` of PointsRedemption. */
const SLOTS = { registryMonths: 7n, registryPrices: 8n, redemptionMonths: 2n } as const
/** Millionths of a cent. */
const PRICES = { issue: 1_050_000n, redeem: 800_000n } as const
const PRICE_BITS = 80n
const KEY_BITS = 96n

/** Deploys the contracts, a month before the one that will be closed. */
export async function openMonthChain(month: number): Promise<MonthChain> {
  const coalition = await openCoalitionChain(new Date(monthSpan(month - 2).from.getTime() + 86_400_000))
  const { edr } = coalition
  const server = serve(edr)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    addresses: coalition.chain.addresses,
    edr,
    async close() {
      server.close()
      await edr.close()
    },
  }
}

function serve(edr: EdrChain): Server {
  return createServer((request, response) => {
    void text(request)
      .then(async (body) => {
        const { id, method, params } = JSON.parse(body) as { id: number; method: string; params: unknown[] }
        const answer = await edr.request({ method, params }).then(
          (result) => ({ result }),
          (error: unknown) => ({ error: { code: -32_000, message: String(error) } }),
        )
        response.setHeader('content-type', 'application/json')
        response.end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }))
      })
      .catch((error: unknown) => response.destroy(error as Error))
  })
}

/**
 * Writes into the contracts' storage what they would have counted of the database's rows: five million transactions are too many to
 * send. Reading, prices and blocks are the contracts' own; closing would refuse counters that do not fit the rows.
 */
export async function countMonth({ edr, addresses }: MonthChain, db: Database, month: number): Promise<void> {
  const set = (address: Hex, slot: Hex, word: bigint) =>
    edr.request({ method: 'hardhat_setStorageAt', params: [address, slot, numberToHex(word, { size: 32 })] })
  for (const { partner, month: counted, issued, reversed, redeemed, restored } of await sumMonths(db)) {
    await set(
      addresses.registry,
      nested(SLOTS.registryMonths, BigInt(partner), BigInt(counted)),
      issued | (reversed << 64n),
    )
    await set(
      addresses.redemption,
      nested(SLOTS.redemptionMonths, BigInt(partner), BigInt(counted)),
      redeemed | (restored << 64n),
    )
    const checkpoints = nested(SLOTS.registryPrices, BigInt(partner))
    await set(addresses.registry, checkpoints, 1n)
    await set(
      addresses.registry,
      keccak256(checkpoints),
      (((PRICES.issue << PRICE_BITS) | PRICES.redeem) << KEY_BITS) | BigInt(month - 1),
    )
  }
  await edr.request({ method: 'hardhat_mine', params: [numberToHex(lastBlockOf(month)), '0x1'] })
  await edr.mine(monthSpan(month + 1).from.getTime() / 1_000 + 3 * 86_400)
  await followTo(edr, db)
}

/** What was followed is final up to the chain's newest block. */
async function followTo(edr: EdrChain, db: Database): Promise<void> {
  const { number, hash, timestamp } = await edr.head()
  await db.$executeRawUnsafe(
    `insert into block (number, hash, parent_hash, timestamp) values ($1, $2, $2, to_timestamp($3::bigint))`,
    number,
    hash,
    BigInt(timestamp),
  )
  await db.$executeRawUnsafe(
    `insert into chain_cursor (chain_id, issuance, processed_number, processed_hash, finalized_number) values ($1::int, '', $2, $3, $2)`,
    EDR_CHAIN_ID,
    number,
    hash,
  )
}

const key = (value: bigint, slot: Hex): Hex =>
  keccak256(encodeAbiParameters([{ type: 'uint256' }, { type: 'bytes32' }], [value, slot]))

/** Where a value of nested mappings lies. */
const nested = (slot: bigint, ...keys: readonly bigint[]): Hex =>
  keys.reduce((at, one) => key(one, at), pad(numberToHex(slot)))

interface MonthSums {
  readonly partner: number
  readonly month: number
  readonly issued: bigint
  readonly reversed: bigint
  readonly redeemed: bigint
  readonly restored: bigint
}

function sumMonths(db: Database): Promise<MonthSums[]> {
  return db.$queryRawUnsafe<MonthSums[]>(`
    select partner_id as partner, (extract(year from included_at at time zone 'UTC')::int - 1970) * 12
        + extract(month from included_at at time zone 'UTC')::int - 1 as month,
      sum(issued)::bigint as issued, sum(reversed)::bigint as reversed, sum(redeemed)::bigint as redeemed, sum(restored)::bigint as restored
    from (
      select partner_id, included_at, credited as issued, debited as reversed, 0::bigint as redeemed, 0::bigint as restored from posted_batch
      union all
      select partner_id, included_at, 0, 0, case when kind = 'redeemed' then points else 0 end, case when kind = 'restored' then points else 0 end
      from redemption_event
    ) booked group by 1, 2`)
}
