import { expect } from 'chai'
import { getBytes, hexlify, id } from 'ethers'

import { openBench } from '../../bench/bench-chain.ts'
import type { BenchChain } from '../../bench/bench-chain.ts'
import { makeCredits, packRecords } from '../../bench/credits.ts'
import { ententeSources } from '../../bench/entente-sources.ts'
import { deployEntente } from '../../bench/entente.ts'

const gas = '0x2dc6c0' // 3 million: a batch of this size takes 150,000

type Log = { address: string; topics: string[]; data: string }

/** Sends bytes, and takes them back: what they logged, or null when they were refused. */
async function tryCall(chain: BenchChain, to: string, data: string): Promise<Log[] | null> {
  const snapshot = await chain.request('evm_snapshot')
  let logs: Log[] | null = null
  try {
    const hash = await chain.request('eth_sendTransaction', { from: chain.owner, to, data, gas })
    const receipt = (await chain.request('eth_getTransactionReceipt', hash)) as { status: string; logs: Log[] }
    logs = receipt.status === '0x1' ? receipt.logs : null
  } catch (error) {
    // The node says "revert" for what was refused; anything else is a fault of the test.
    if (!/revert|out of gas|ran out of gas/i.test(String(error))) throw error
  }
  await chain.request('evm_revert', snapshot)
  return logs
}

const words = (logs: Log[]) => logs.map(({ address, topics, data }) => [address, ...topics, data].join()).join('\n')

/** A batch that would go through, as bytes. */
async function aPostedBatch(chain: BenchChain) {
  const entente = await deployEntente(chain)
  const credits = makeCredits(3, 'flip', 0)
  await entente.post(credits, [])
  const snapshot = await chain.request('evm_snapshot')
  const { calldata } = await entente.post(makeCredits(3, 'flip', 1), credits.slice(0, 2))
  await chain.request('evm_revert', snapshot)
  const [batch, creditBytes, debitBytes, signature] = entente.issuance.interface.decodeFunctionData('post', calldata)
  return { entente, calldata, batch, creditBytes, debitBytes, signature }
}

describe('posting a batch', function () {
  this.timeout(0)
  let openChain: () => Promise<BenchChain>
  before(async function () {
    openChain = await openBench(ententeSources)
  })

  it('refuses it with any byte flipped, save the filling behind its byte strings, which says nothing', async function () {
    const chain = await openChain()
    const { entente, calldata } = await aPostedBatch(chain)
    const to = entente.issuance.address
    const asSigned = await tryCall(chain, to, calldata)
    expect(asSigned, 'the batch itself').not.to.equal(null)
    const bytes = getBytes(calldata)
    const accepted: number[] = []
    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = Uint8Array.from(bytes)
      flipped[at]! ^= 0xff
      const logs = await tryCall(chain, to, hexlify(flipped))
      if (logs === null) continue
      accepted.push(at)
      expect(words(logs), `byte ${at}`).to.equal(words(asSigned!))
    }
    // 78 bytes of credits, 52 of debits and 65 of signature are filled up to whole words: 18, 12 and 31 bytes.
    expect(accepted.filter((at) => bytes[at] !== 0)).to.deep.equal([])
    expect(accepted).to.have.length(18 + 12 + 31)
    await chain.close()
  })

  it('refuses it cut short at any place', async function () {
    const chain = await openChain()
    const { entente, calldata } = await aPostedBatch(chain)
    for (let end = 4; end < calldata.length / 2 - 1 - 31; end += 7) {
      expect(await tryCall(chain, entente.issuance.address, calldata.slice(0, 2 + 2 * end)), `${end} bytes`).to.equal(
        null,
      )
    }
    await chain.close()
  })

  it('by a hostile wallet as issuer key changes nothing and stops nobody else', async function () {
    const chain = await openChain()
    const { registry, issuance, ...entente } = await deployEntente(chain)
    const accepted: string[] = []
    for (const [way, name] of hostileWays.entries()) {
      const wallet = await chain.deploy('HostileWallet', [way])
      const partner = 100 + way
      await chain.send(registry, 'register', [partner, name, wallet.address, wallet.address])
      await chain.send(registry, 'raiseAllowance', [partner, 1_000_000n])
      await chain.send(registry, 'setDailyLimit', [partner, 1_000_000n])
      const head = [partner, 1n, 2, id(name), 4_000_000_000n]
      const data = issuance.interface.encodeFunctionData('post', [
        head,
        packRecords(makeCredits(2, name, 0)),
        '0x',
        id(name),
      ])
      // It re-enters with this very batch, which would then be posted by somebody else.
      if (name === 're-enters') await chain.send(wallet, 'aim', [issuance.address, data])
      if ((await tryCall(chain, issuance.address, data)) !== null) accepted.push(name)
      const honest = await entente.post(makeCredits(2, name, 1), [])
      expect(honest.logs, `an honest batch after ${name}`).to.have.length(3)
    }
    // These say yes, and then something more: it is the partner's own wallet, and the partner's own allowance.
    expect(accepted.filter((name) => !['33 bytes', 'a megabyte', 'alternates'].includes(name))).to.deep.equal([])
    await chain.close()
  })

  it('refuses ten thousand batches that the relayer altered', async function () {
    const chain = await openChain()
    const { entente, calldata, batch, creditBytes, debitBytes, signature } = await aPostedBatch(chain)
    const { issuance } = entente
    const original = [...batch] as bigint[]
    let altered = 0
    for (let seed = 0; altered < 10_000; seed += 1) {
      const chance = getBytes(id(`altered ${seed}`))
      const head = [...original]
      const parts = [getBytes(creditBytes), getBytes(debitBytes)] as const
      const kind = chance[0]! % 4
      if (kind === 0) head[1 + (chance[1]! % 2)]! += BigInt(1 + chance[2]!)
      else if (kind === 1) head[4] = 1_999_999_999n + BigInt(chance[1]!)
      else parts[kind - 2]![chance[1]! % parts[kind - 2]!.length]! ^= 1 << (chance[2]! % 8)
      const args = [head, hexlify(parts[0]), hexlify(parts[1]), signature]
      const data = issuance.interface.encodeFunctionData('post', args)
      if (data === calldata) continue
      const call = chain.request('eth_call', { from: chain.owner, to: issuance.address, data, gas }, 'latest')
      expect(
        await call.then(
          () => 'accepted',
          () => 'refused',
        ),
        `seed ${seed}`,
      ).to.equal('refused')
      altered += 1
    }
    await chain.close()
  })
})

const hostileWays = [
  'nothing',
  '31 bytes',
  '33 bytes',
  'a megabyte',
  'wrong magic',
  'magic and rubbish',
  'reverts',
  'bomb',
  'loops',
  're-enters',
  'self-destructs',
  'alternates',
]
