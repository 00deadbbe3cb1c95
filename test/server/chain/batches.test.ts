import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

import { expect } from 'chai'
import fc from 'fast-check'
import { bytesToHex, hashTypedData, type Hex, numberToHex } from 'viem'

import { pointsIssuanceAbi } from '../../../abis/PointsIssuance.ts'
import { batchDigest, type BatchToSign } from '../../../server/chain/batch-typed-data.ts'
import { externalSigner } from '../../../server/chain/external-signer.ts'
import { bumpFees } from '../../../server/chain/read-fees.ts'
import { verifyBatchSignature } from '../../../server/chain/verify-batch-signature.ts'
import { type CoalitionChain, issuerOf, openCoalitionChain } from '../../support/platform/coalition-chain.ts'

const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

const anyBytes = (max: number) => fc.uint8Array({ maxLength: max }).map((bytes) => bytesToHex(bytes))
const anyBatch: fc.Arbitrary<BatchToSign> = fc.record({
  partnerId: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  firstEntry: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  entryCount: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  receiptsRoot: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => bytesToHex(bytes)),
  credits: anyBytes(120),
  debits: anyBytes(60),
  deadline: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
})
const BATCH: BatchToSign = {
  partnerId: 7,
  firstEntry: 1n,
  entryCount: 1,
  receiptsRoot: numberToHex(1, { size: 32 }),
  credits: '0x01',
  debits: '0x',
  deadline: 9n,
}

describe('a batch to sign', function () {
  let coalition: CoalitionChain
  before(async () => {
    coalition = await openCoalitionChain(new Date('2026-01-05T00:00:00Z'))
  })
  after(() => coalition.edr.close())

  it('has the digest that the contract computes, whatever is in it', async () => {
    const { chain } = coalition
    const { client } = chain.endpoints[0]!
    await fc.assert(
      fc.asyncProperty(anyBatch, async (batch) => {
        const { credits, debits, ...head } = batch
        const digest = await client.readContract({
          address: chain.addresses.issuance,
          abi: pointsIssuanceAbi,
          functionName: 'batchDigest',
          args: [head, credits, debits],
        })
        expect(batchDigest(chain, batch)).to.equal(digest)
      }),
      { numRuns: 200 },
    )
  })

  it('is not accepted with any field changed', async () => {
    const { chain } = coalition
    const signature = await issuerOf(7).signBatch(chain, BATCH)
    const { address } = issuerOf(7)
    expect(await verifyBatchSignature(chain, BATCH, signature, address)).to.equal(true)
    const changes: Partial<BatchToSign>[] = [
      { partnerId: 8 },
      { firstEntry: 2n },
      { entryCount: 2 },
      { receiptsRoot: numberToHex(2, { size: 32 }) },
      { credits: '0x02' },
      { debits: '0x01' },
      { deadline: 10n },
    ]
    for (const change of changes) {
      expect(await verifyBatchSignature(chain, { ...BATCH, ...change }, signature, address)).to.equal(false)
    }
    expect(await verifyBatchSignature({ ...chain, chainId: 1 }, BATCH, signature, address)).to.equal(false)
  })

  it('is not accepted with another encoding of its signature that the contract would refuse', async () => {
    const { chain } = coalition
    const signature = await issuerOf(7).signBatch(chain, BATCH)
    const { address } = issuerOf(7)
    const s = BigInt(`0x${signature.slice(66, 130)}`)
    const v = Number.parseInt(signature.slice(130), 16)
    const highS = `${signature.slice(0, 66)}${(CURVE_ORDER - s).toString(16).padStart(64, '0')}${(v === 27 ? 28 : 27).toString(16)}`
    const zeroV = `${signature.slice(0, 130)}${(v - 27).toString(16).padStart(2, '0')}`
    for (const other of [highS, zeroV, `${signature}00`, signature.slice(0, -2), `0x${'00'.repeat(65)}`]) {
      expect(await verifyBatchSignature(chain, BATCH, other, address), other).to.equal(false)
    }
  })

  describe('by a signing service', function () {
    let service: Server
    let asked: { body: string; token: string | undefined }[]
    let answer: (body: string) => Promise<{ status: number; text: string }>
    beforeEach(async () => {
      asked = []
      service = createServer((request, response) => {
        void text(request).then(async (body) => {
          asked.push({ body, token: request.headers.authorization })
          const given = await answer(body)
          response.writeHead(given.status, given.status === 302 ? { location: '/elsewhere' } : {}).end(given.text)
        })
      })
      await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
    })
    afterEach(() => {
      service.closeAllConnections()
      service.close()
    })

    const signer = () =>
      externalSigner({
        url: `http://127.0.0.1:${(service.address() as AddressInfo).port}/sign`,
        address: issuerOf(7).address,
        token: 'a token',
        timeoutMs: 300,
      })
    const refusal = async (): Promise<unknown> =>
      signer()
        .signBatch(coalition.chain, BATCH)
        .catch((error: unknown) => error)

    it('is shown to it whole, as wallets take it, and comes back signed', async () => {
      answer = async (body) => {
        // The service hashes what it was sent by itself: that must be what the contract hashes.
        const { domain, types, primaryType, message } = JSON.parse(body)
        const hash = hashTypedData({ domain, types, primaryType, message })
        return { status: 200, text: JSON.stringify({ signature: await issuerOf(7).signHash(hash) }) }
      }
      const signature = await signer().signBatch(coalition.chain, BATCH)
      expect(await verifyBatchSignature(coalition.chain, BATCH, signature, issuerOf(7).address)).to.equal(true)
      expect(asked.map(({ token }) => token)).to.deep.equal(['Bearer a token'])
    })

    it("is not taken from it with somebody else's signature", async () => {
      const other: Hex = await issuerOf(8).signBatch(coalition.chain, BATCH)
      answer = async () => ({ status: 200, text: JSON.stringify({ signature: other }) })
      expect(await refusal()).to.include({ name: 'Transient' })
    })

    for (const [what, given] of [
      ['refuses', { status: 422, text: 'no' }],
      ['answers with a page', { status: 200, text: '<html>' }],
      ['answers without a signature', { status: 200, text: '{}' }],
      ['answers too much', { status: 200, text: `"${'x'.repeat(50_000)}"` }],
      ['sends us elsewhere', { status: 302, text: '' }],
    ] as const) {
      it(`waits when the service ${what}`, async () => {
        answer = async () => given
        expect(await refusal()).to.include({ name: 'Transient' })
      })
    }

    it('waits when the service hangs', async () => {
      answer = () => new Promise(() => undefined)
      expect(await refusal()).to.include({ name: 'Transient' })
    })
  })
})

describe('bumpFees', function () {
  it('raises both fees by at least an eighth, whatever they were', () => {
    const fee = fc.bigInt({ min: 1n, max: 10n ** 15n })
    fc.assert(
      fc.property(fee, fee, fee, (maxFeePerGas, tip, baseFeePerGas) => {
        const previous = { maxFeePerGas, maxPriorityFeePerGas: tip < maxFeePerGas ? tip : maxFeePerGas }
        const fees = bumpFees(previous, { maxFeePerGas: baseFeePerGas, maxPriorityFeePerGas: 1n })
        expect(fees.maxFeePerGas * 8n >= previous.maxFeePerGas * 9n).to.equal(true)
        expect(fees.maxPriorityFeePerGas * 8n >= previous.maxPriorityFeePerGas * 9n).to.equal(true)
        expect(fees.maxPriorityFeePerGas <= fees.maxFeePerGas).to.equal(true)
      }),
    )
  })
})
