import { expect } from 'chai'
import { type Abi, type Address, concat, encodeFunctionData, type Hex, numberToHex, pad } from 'viem'

import { accessManagerAbi } from '../../abis/AccessManager.ts'
import { partnerRegistryAbi } from '../../abis/PartnerRegistry.ts'
import { pointsTokenAbi } from '../../abis/PointsToken.ts'
import type { FindingCode } from '../../audit/finding-codes.ts'
import { ADMINISTRATOR } from '../support/platform/administrator.ts'
import { accountOf } from '../support/platform/coalition-chain.ts'
import { auditOf, codesOf } from '../support/audit/audit-of.ts'
import { liveLedger, type LivedLedger, monthOf } from '../support/audit/lived-ledger.ts'
import { type RpcServer, serveRpc } from '../support/audit/rpc-server.ts'
import { changeSlot, makeFinal, mappingSlot } from '../support/audit/storage.ts'

const stranger = accountOf('a stranger')
const record = (account: Address, points: bigint): Hex => concat([account, numberToHex(points, { size: 6 })])

/** Whatever a thief of a contract or of a role would do on chain: it happens for real, and is logged as it happens. */
interface Act {
  readonly what: string
  readonly does: (hand: Hand, ledger: LivedLedger) => Promise<void>
  readonly code: FindingCode
}

interface Hand {
  /** Sends a call as somebody, without a key. */
  as(from: Address, to: Address, abi: Abi, functionName: string, args: readonly unknown[]): Promise<void>
  /** Gives somebody a role at once, by changing the access manager's storage: as its admin could after a coup. */
  giveRole(roleId: bigint, account: Address): Promise<void>
}

const acts: readonly Act[] = [
  {
    what: 'an issuance module that mints without a batch',
    does: ({ as }, { coalition: { deployment } }) =>
      as(deployment.issuance, deployment.token, pointsTokenAbi, 'issuePoints', [record(stranger, 777n)]),
    code: 'mint_unexplained',
  },
  {
    what: 'an issuance module that takes points back without a batch',
    does: ({ as }, { coalition: { deployment }, members }) =>
      as(deployment.issuance, deployment.token, pointsTokenAbi, 'reversePoints', [1, record(members.bob.address, 5n)]),
    code: 'burn_unexplained',
  },
  {
    what: 'a redemption module that spends without an order',
    does: ({ as }, { coalition: { deployment }, members }) =>
      as(deployment.redemption, deployment.token, pointsTokenAbi, 'spend', [
        concat([record(members.bob.address, 3n), numberToHex(900, { size: 3 })]),
      ]),
    code: 'burn_unexplained',
  },
  {
    what: 'a redemption module that restores without an order',
    does: ({ as }, { coalition: { deployment } }) =>
      as(deployment.redemption, deployment.token, pointsTokenAbi, 'restore', [record(stranger, 4n)]),
    code: 'mint_unexplained',
  },
  {
    what: 'an accounts module that moves an account without its key',
    does: ({ as }, { coalition: { deployment }, members }) =>
      as(deployment.accounts, deployment.token, pointsTokenAbi, 'moveAccount', [members.bob.address, stranger]),
    code: 'move_not_by_module',
  },
  {
    what: 'a price that was never announced',
    async does({ as, giveRole }, { coalition: { deployment, operator } }) {
      await giveRole(5n, operator.address)
      const args = [1, BigInt(monthOf('2027-01')), 1n, 1n]
      await as(operator.address, deployment.registry, partnerRegistryAbi, 'setPrices', args)
    },
    code: 'delay_not_kept',
  },
  {
    what: "a partner's key that was replaced at once",
    async does({ as, giveRole }, { coalition: { deployment, operator } }) {
      await giveRole(6n, operator.address)
      await as(operator.address, deployment.registry, partnerRegistryAbi, 'setIssuerKey', [1, stranger])
    },
    code: 'delay_not_kept',
  },
  {
    what: 'a partner that was retired at once',
    async does({ as, giveRole }, { coalition: { deployment, operator } }) {
      await giveRole(6n, operator.address)
      await as(operator.address, deployment.registry, partnerRegistryAbi, 'retire', [2])
    },
    code: 'delay_not_kept',
  },
  {
    what: 'a module that was replaced at once',
    async does({ as, giveRole }, { coalition: { deployment, operator } }) {
      await giveRole(7n, operator.address)
      await as(operator.address, deployment.token, pointsTokenAbi, 'replaceModule', [2, stranger])
    },
    code: 'delay_not_kept',
  },
  {
    what: 'a role that was granted at once',
    async does({ as, giveRole }, { coalition: { deployment } }) {
      await giveRole(0n, ADMINISTRATOR.address)
      await as(ADMINISTRATOR.address, deployment.accessManager, accessManagerAbi, 'grantRole', [3n, stranger, 0])
    },
    code: 'rules_changed_at_once',
  },
  {
    what: 'a contract under another access manager',
    does: ({ as }, { coalition: { deployment } }) =>
      as(deployment.accessManager, deployment.registry, partnerRegistryAbi, 'setAuthority', [deployment.token]),
    code: 'authority_replaced',
  },
]

describe('hostile acts on chain', function () {
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

  for (const { what, does, code } of acts)
    it(`${what}: ${code}`, async function () {
      const { edr } = ledger.coalition
      await does(handOf(ledger), ledger)
      const happened = Number((await edr.head()).number)
      await makeFinal(edr)
      const audit = await auditOf(ledger, server)
      expect(codesOf(audit)).to.include(code)
      const found = audit.collector.findings().find((finding) => finding.code === code)!
      expect(found.block).to.equal(happened)
      expect(found.transaction).to.match(/^0x[\da-f]{64}$/)
    })
})

function handOf({ coalition: { edr, deployment } }: LivedLedger): Hand {
  const { request } = edr
  return {
    async as(from, to, abi, functionName, args) {
      await edr.fund(from)
      await request({ method: 'hardhat_impersonateAccount', params: [from] })
      const data = encodeFunctionData({ abi, functionName, args })
      const hash = (await request({
        method: 'eth_sendTransaction',
        params: [{ from, to, data, gas: '0x4c4b40' }],
      })) as Hex
      await edr.mine()
      const receipt = (await request({ method: 'eth_getTransactionReceipt', params: [hash] })) as { status: Hex } | null
      expect(receipt?.status, functionName).to.equal('0x1')
    },
    async giveRole(roleId, account) {
      // `_roles[roleId].members[account]`: since the second 1, without a delay. The contract's other slots are before it.
      const members = mappingSlot(roleId, 1n)
      const slot = mappingSlot(BigInt(pad(account)), members)
      await changeSlot(edr, { contract: deployment.accessManager, slot, change: () => 1n })
    },
  }
}
