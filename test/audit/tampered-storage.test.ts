import { expect } from 'chai'
import type { Address } from 'viem'

import type { FindingCode } from '../../audit/finding-codes.ts'
import { auditOf, codesOf } from '../support/audit/audit-of.ts'
import { liveLedger, type LivedLedger, monthOf } from '../support/audit/lived-ledger.ts'
import { type RpcServer, serveRpc } from '../support/audit/rpc-server.ts'
import { accountSlot, changeSlot, makeFinal, mappingSlot } from '../support/audit/storage.ts'

interface Tampering {
  readonly what: string
  readonly at: (ledger: LivedLedger) => { contract: Address; slot: bigint }
  readonly change: (word: bigint) => bigint
  readonly codes: readonly FindingCode[]
}

type Members = LivedLedger['members']
const account = (name: keyof Members) => (ledger: LivedLedger) => ({
  contract: ledger.coalition.deployment.token,
  slot: accountSlot(ledger.members[name].address),
})
const token =
  (slot: bigint) =>
  ({ coalition }: LivedLedger) => ({ contract: coalition.deployment.token, slot })
/** A mapping of the registry by partner, and there by month. */
const registry =
  (slot: bigint, id: bigint, month?: bigint) =>
  ({ coalition }: LivedLedger) => {
    const own = mappingSlot(id, slot)
    return { contract: coalition.deployment.registry, slot: month === undefined ? own : mappingSlot(month, own) }
  }
const clearing =
  (slotOf: (month: bigint) => bigint) =>
  ({ coalition }: LivedLedger) => ({
    contract: coalition.deployment.clearing!,
    slot: slotOf(BigInt(monthOf('2026-03'))),
  })

const [ISSUING, ISSUER_KEYS, REDEMPTION_KEYS, BUCKETS, MONTHS] = [1n, 2n, 4n, 6n, 7n] as const
const [POSITIONS, CLOSED_MONTHS] = [5n, 6n] as const

const tamperings: readonly Tampering[] = [
  {
    what: 'points given to an account',
    at: account('bob'),
    change: (word) => word + 1_000n,
    codes: ['storage_differs', 'view_differs'],
  },
  {
    what: 'points taken from an account',
    at: account('bob'),
    change: (word) => word - 8n,
    codes: ['storage_differs', 'view_differs'],
  },
  // The lot of the account's own epoch becomes that of the epoch before: the balance is as it was, and expires earlier.
  {
    what: 'points that expire earlier',
    at: account('bob'),
    change: (word) => word - 8n + (8n << 36n),
    codes: ['storage_differs'],
  },
  {
    what: 'a nonce that can be used again',
    at: account('passkey'),
    change: (word) => word & ~(0xfffffn << 216n),
    codes: ['storage_differs'],
  },
  {
    what: "an operator's freeze without an event",
    at: account('bob'),
    change: (word) => word | (1n << 236n),
    codes: ['storage_differs'],
  },
  {
    what: "a member's freeze without an event",
    at: account('wallet'),
    change: (word) => word | (1n << 237n),
    codes: ['storage_differs'],
  },
  { what: 'a closed account that is open again', at: account('ann'), change: () => 0n, codes: ['storage_differs'] },
  {
    what: 'a closed account that leads elsewhere',
    at: account('ann'),
    change: (word) => word ^ 0xffn,
    codes: ['storage_differs'],
  },
  {
    what: 'a closed account that is only reserved',
    at: account('cid'),
    change: (word) => word | (1n << 239n),
    codes: ['storage_differs'],
  },
  { what: 'a zero address that is open', at: token(0n), change: () => 0n, codes: ['storage_differs'] },
  { what: 'a larger supply', at: token(1n), change: (word) => word + 5n, codes: ['supply_differs'] },
  {
    what: 'a supply that expires later',
    at: token(1n),
    change: (word) => word + (1n << 240n),
    codes: ['supply_differs'],
  },
  { what: 'a pause without an event', at: token(1n), change: (word) => word | (1n << 217n), codes: ['supply_differs'] },
  {
    what: 'a larger allowance',
    at: registry(ISSUING, 1n),
    change: (word) => word + (500n << 128n),
    codes: ['allowance_differs'],
  },
  {
    what: 'another next entry',
    at: registry(ISSUING, 1n),
    change: (word) => word + (1n << 192n),
    codes: ['next_entry_differs'],
  },
  {
    what: 'a partner that left without an event',
    at: registry(ISSUING, 2n),
    change: (word) => word + (2n << 248n),
    codes: ['status_differs'],
  },
  {
    what: 'another count of the running month',
    at: registry(ISSUING, 1n),
    change: (word) => word + (3n << 56n),
    codes: ['month_counter_differs'],
  },
  {
    what: 'another count of a month that is over',
    at: registry(MONTHS, 1n, BigInt(monthOf('2026-03'))),
    change: (word) => word - 1n,
    codes: ['month_counter_differs'],
  },
  { what: 'another issuer key', at: registry(ISSUER_KEYS, 1n), change: (word) => word ^ 1n, codes: ['key_differs'] },
  {
    what: 'another redemption key',
    at: registry(REDEMPTION_KEYS, 1n),
    change: (word) => word ^ 1n,
    codes: ['key_differs'],
  },
  {
    what: 'a higher daily limit',
    at: registry(BUCKETS, 1n),
    change: (word) => word + 1n,
    codes: ['allowance_differs'],
  },
  {
    what: 'another net of a closed position',
    at: clearing((month) => mappingSlot(1n, mappingSlot(month, POSITIONS))),
    change: (word) => word + 1n,
    codes: ['position_differs'],
  },
  {
    what: 'another pool of a closed month',
    at: clearing((month) => mappingSlot(month, CLOSED_MONTHS)),
    change: (word) => word + 1n,
    codes: ['pool_differs'],
  },
]

describe('tampered storage', function () {
  this.timeout(60_000)
  let ledger: LivedLedger
  let server: RpcServer

  before(async function () {
    ledger = await liveLedger()
    server = await serveRpc(ledger.coalition.edr)
    await ledger.coalition.edr.remember()
  })
  afterEach(() => ledger.coalition.edr.returnTo())
  after(async function () {
    await server.close()
    await ledger.coalition.edr.close()
  })

  it('is not there in a clean ledger of the same size', async function () {
    await makeFinal(ledger.coalition.edr)
    expect(codesOf(await auditOf(ledger, server))).to.deep.equal([])
  })

  for (const { what, at, change, codes } of tamperings)
    it(`${what}: ${codes.join(', ')}`, async function () {
      const { edr } = ledger.coalition
      await changeSlot(edr, { ...at(ledger), change })
      await makeFinal(edr)
      expect(codesOf(await auditOf(ledger, server))).to.include.members([...codes])
    })
})
