import { expect } from 'chai'

import { findWaitingKey, saveNextKey } from '../../../server/database/next-keys.ts'
import { findPartner } from '../../../server/database/partners.ts'
import { dropNextKey } from '../../../server/actions/partners/drop-next-key.ts'
import { setNextKey } from '../../../server/actions/partners/set-next-key.ts'
import { postBatchCall } from '../../../server/chain/post-batch-call.ts'
import { governedCall } from '../../../server/chain/administration-calls.ts'
import { readPartner } from '../../../server/chain/read-partner.ts'
import { simulateCall } from '../../../server/chain/simulate-call.ts'
import { type LocalSigner, localSigner } from '../../../server/chain/signer.ts'
import { composeRecords } from '../../../server/domain/batches.ts'
import { relayerSteps } from '../../../server/relayer/steps.ts'
import { failureOf } from '../../support/failure.ts'
import { administratorOf } from '../../support/platform/administrator.ts'
import { accountOf, issuerOf } from '../../support/platform/coalition-chain.ts'
import { testKey } from '../../support/platform/edr-chain.ts'
import { burnedOnChain, capture, enrol, fund, type Holder, settleAll } from './redemption-platform.ts'
import { openRelayerPlatform, PARTNER, type RelayerPlatform } from './relayer-platform.ts'

const ANN = accountOf('ann')
const DAY_MS = 24 * 60 * 60 * 1_000
const OLD = issuerOf(PARTNER)
const NEXT = localSigner(testKey('next issuer'))

describe("a change of a partner's key", function () {
  this.timeout(60_000)
  let platform: RelayerPlatform
  let administrator: ReturnType<typeof administratorOf>
  let askedKeys: string[]

  beforeEach(async () => {
    platform = await openRelayerPlatform({ parkedBatchAgeMs: 0 })
    administrator = administratorOf(platform.coalition)
    askedKeys = []
    platform.relayer.issuerOf = async ({ issuerAddress }) => {
      askedKeys.push(issuerAddress)
      return signerOf(issuerAddress)
    }
  })

  const signerOf = (address: string): LocalSigner => {
    const found = [OLD, NEXT].find((signer) => signer.address === address)
    if (found === undefined) throw new Error(`nobody has the key of ${address}`)
    return found
  }
  const deps = () => {
    const { database: db, clock, relayer } = platform
    const createIssuerKey = async () => ({ address: NEXT.address, keystore: 'the new keystore' })
    return { db, clock, ids: relayer.ids, chain: relayer.chain, createIssuerKey }
  }
  const begin = (issuerAddress: string | null = null) => setNextKey(deps(), { partnerId: PARTNER, issuerAddress })
  const waitTwoDays = async () => {
    await administrator.waitDays(2)
    platform.clock.advance(2 * DAY_MS)
    await platform.follow()
  }
  /** Announces the change, waits, and carries it out. */
  const change = async (...functionNames: string[]) => {
    for (const name of functionNames) await administrator.announce(name, String(PARTNER), NEXT.address)
    await waitTwoDays()
    for (const announced of await administrator.waiting()) await administrator.execute(announced)
    await platform.follow()
  }
  const passes = async (count: number) => {
    for (let pass = 0; pass < count; pass++) await platform.pass()
  }
  const partner = async () => (await findPartner(platform.database, PARTNER))!

  it('signs with the old key until the registry names the new one, which takes over once that is final', async () => {
    await begin()
    await platform.accept([ANN, 10n])
    await platform.settle()
    expect(new Set(askedKeys)).to.deep.equal(new Set([OLD.address]))
    await change('setIssuerKey', 'setRedemptionKey')
    askedKeys = []
    await platform.accept([ANN, 20n])
    await platform.settle()
    expect(await platform.balance(ANN)).to.equal(30n)
    expect(new Set(askedKeys)).to.deep.equal(new Set([NEXT.address]))
    await passes(10)
    expect(await partner()).to.include({
      issuerAddress: NEXT.address,
      issuerKind: 'hosted',
      issuerKeystore: 'the new keystore',
    })
    expect(await findWaitingKey(platform.database, PARTNER)).to.equal(null)
    const row = await platform.database.partnerNextKey.findUniqueOrThrow({ where: { partnerId: PARTNER } })
    expect([row.state, row.keystore]).to.deep.equal(['used', null])
    const events = await platform.database.feedEvent.findMany({
      where: { partnerId: PARTNER, type: 'partner.key_changed' },
    })
    expect(events.map(({ data }) => data)).to.deep.equal([{ from: OLD.address, to: NEXT.address }])
  })

  it('signs again, with the same bytes, what was signed with the old key and not posted: nothing is stuck, nothing doubled', async () => {
    await begin()
    await administrator.announce('setIssuerKey', String(PARTNER), NEXT.address)
    await administrator.announce('setRedemptionKey', String(PARTNER), NEXT.address)
    await waitTwoDays()
    await platform.accept([ANN, 10n])
    await platform.run('form_batches', 'sign_batches')
    const [signed] = await platform.database.batch.findMany()
    for (const announced of await administrator.waiting()) await administrator.execute(announced)
    await platform.settle()
    const [posted] = await platform.database.batch.findMany()
    expect([posted!.state, posted!.batchHash]).to.deep.equal(['posted', signed!.batchHash])
    expect(posted!.signature).to.not.equal(signed!.signature)
    expect(await platform.balance(ANN)).to.equal(10n)
    expect((await platform.calls()).map(({ state }) => state)).to.deep.equal(['final'])
  })

  it('posts a batch once that was on its way with the old key when the change came before it', async () => {
    await begin()
    await administrator.announce('setIssuerKey', String(PARTNER), NEXT.address)
    await administrator.announce('setRedemptionKey', String(PARTNER), NEXT.address)
    await waitTwoDays()
    await platform.accept([ANN, 10n])
    await platform.run('form_batches', 'sign_batches', 'bind_batches')
    expect((await platform.calls()).map(({ state }) => state)).to.deep.equal(['bound'])
    // Mined before the bytes of the batch reach the node.
    for (const announced of await administrator.waiting()) await administrator.execute(announced)
    await platform.settle()
    expect(await platform.balance(ANN)).to.equal(10n)
    expect((await platform.calls()).map(({ state, reason }) => [state, reason])).to.deep.equal([
      ['failed', 'SignatureInvalid'],
      ['final', null],
    ])
    expect((await platform.batches()).map(({ state }) => state)).to.deep.equal(['posted'])
  })

  it('countersigns captured orders again with the new key, and burns each once', async () => {
    const ann: Holder = await enrol(platform, 'card')
    await fund(platform, [ann, 100n])
    await begin()
    await administrator.announce('setRedemptionKey', String(PARTNER), NEXT.address)
    await waitTwoDays()
    await platform.run('retry_lane_calls')
    const order = await capture(platform, ann, 40n)
    platform.clock.advance(2_000)
    await platform.run('form_redemption_lists', 'sign_redemption_lists')
    for (const announced of await administrator.waiting()) await administrator.execute(announced)
    await settleAll(platform)
    expect(await burnedOnChain(platform)).to.deep.equal([[ann.member.address, order.nonce, 40n]])
    expect(await platform.balance(ann.member.address)).to.equal(60n)
  })

  it('needs both keys while the registry names the new one for batches only', async () => {
    const ann: Holder = await enrol(platform, 'card')
    await begin()
    await change('setIssuerKey')
    askedKeys = []
    await fund(platform, [ann, 100n])
    expect(new Set(askedKeys)).to.deep.equal(new Set([NEXT.address]))
    askedKeys = []
    await capture(platform, ann, 40n)
    await settleAll(platform)
    expect(new Set(askedKeys)).to.deep.equal(new Set([OLD.address]))
    await passes(10)
    expect((await partner()).issuerAddress).to.equal(OLD.address)
    expect((await findWaitingKey(platform.database, PARTNER))?.keystore).to.equal('the new keystore')
  })

  it('goes on after a kill between any two steps: another process finds all of it in the tables', async () => {
    await begin()
    await change('setIssuerKey', 'setRedemptionKey')
    await platform.accept([ANN, 10n])
    const names = [
      'form_batches',
      'sign_batches',
      'bind_batches',
      'send_attempts',
      'settle_calls',
      'confirm_batches',
      'follow_keys',
    ]
    for (let round = 0; round < 14; round++) {
      for (const name of names) {
        // Each step runs in a process of its own, which knows nothing but the tables and the chain.
        await relayerSteps(platform.anotherRelayer())
          .find((step) => step.name === name)!
          .run()
      }
      await platform.coalition.edr.mine()
      await platform.follow()
      platform.clock.advance(1_000)
    }
    expect(await platform.balance(ANN)).to.equal(10n)
    expect((await partner()).issuerAddress).to.equal(NEXT.address)
  })

  it('is not believed before it is final: a reorganisation brings the old key back', async () => {
    await begin()
    await change('setIssuerKey', 'setRedemptionKey')
    await passes(2)
    expect((await partner()).issuerAddress).to.equal(OLD.address)
    const { edr } = platform.coalition
    await edr.rewind(4)
    await edr.dropPending()
    for (let block = 0; block < 6; block++) await edr.mine()
    await platform.follow()
    await platform.follow()
    await platform.accept([ANN, 10n])
    askedKeys = []
    await platform.settle()
    expect(await platform.balance(ANN)).to.equal(10n)
    expect((await partner()).issuerAddress).to.equal(OLD.address)
  })

  it('lets nothing be posted with the old key any more', async () => {
    await begin()
    await change('setIssuerKey', 'setRedemptionKey')
    const { chain } = platform.relayer
    const records = composeRecords([{ account: ANN, points: 1_000n }])
    const batch = {
      partnerId: PARTNER,
      firstEntry: 1n,
      entryCount: 1,
      receiptsRoot: `0x${'ab'.repeat(32)}` as const,
      credits: records.credits as `0x${string}`,
      debits: records.debits as `0x${string}`,
      deadline: 2n ** 40n,
    }
    const stolen = postBatchCall(chain, batch, await OLD.signBatch(chain, batch))
    const outcome = await simulateCall(chain, { from: ANN, ...stolen })
    expect(outcome.status === 'reverts' && outcome.revert.name).to.equal('SignatureInvalid')
  })

  it('does not come about when the guardian cancels it', async () => {
    await begin()
    const announced = await administrator.announce('setIssuerKey', String(PARTNER), NEXT.address)
    await administratorOf(platform.coalition, platform.coalition.operator).cancel(announced)
    await waitTwoDays()
    const failure = await failureOf(administrator.execute(announced))
    expect((failure as Error).message).to.contain('AccessManagerNotScheduled')
    await platform.accept([ANN, 10n])
    await platform.settle()
    expect(new Set(askedKeys)).to.deep.equal(new Set([OLD.address]))
    await platform.follow()
    await dropNextKey(deps(), PARTNER)
    expect(await findWaitingKey(platform.database, PARTNER)).to.equal(null)
  })

  it('is not carried out a second early, and not by the server, a partner or a stranger', async () => {
    const { chain, coalition } = { chain: platform.relayer.chain, coalition: platform.coalition }
    await begin()
    const announced = await administrator.announce('setIssuerKey', String(PARTNER), NEXT.address)
    expect(((await failureOf(administrator.execute(announced))) as Error).message).to.contain('AccessManagerNotReady')
    for (const stranger of [coalition.operator, OLD, localSigner(testKey('a stranger'))]) {
      const other = administratorOf(coalition, stranger)
      const failure = await failureOf(other.announce('setIssuerKey', String(PARTNER), stranger.address))
      expect((failure as Error).message).to.contain('AccessManagerUnauthorizedCall')
      const { target, data } = governedCall(coalition.deployment, 'setIssuerKey', [String(PARTNER), stranger.address])
      const direct = await simulateCall(chain, { from: stranger.address, to: target, data })
      expect(direct.status).to.equal('reverts')
    }
    expect((await readPartner(chain, PARTNER)).issuerKey.toLowerCase()).to.equal(OLD.address)
  })

  it('is not dropped while the registry names the new key, or it is announced that it shall', async () => {
    await begin()
    const announced = await administrator.announce('setIssuerKey', String(PARTNER), NEXT.address)
    await platform.follow()
    const refusal = async () => ((await failureOf(dropNextKey(deps(), PARTNER))) as { code?: string }).code
    expect(await refusal()).to.equal('key_change_under_way')
    await waitTwoDays()
    await administrator.execute(announced)
    await platform.follow()
    expect(await refusal()).to.equal('key_change_under_way')
    expect((await findWaitingKey(platform.database, PARTNER))?.keystore).to.equal('the new keystore')
  })

  it('is one at a time', async () => {
    await begin()
    expect(((await failureOf(begin())) as { code?: string }).code).to.equal('key_change_under_way')
    await platform.database.transaction(async (tx) => {
      const key = (await findWaitingKey(tx, PARTNER))!
      await saveNextKey(tx, { ...key, state: 'dropped', keystore: null, endedAt: platform.clock.now() })
    })
    expect((await begin(NEXT.address)).nextKey).to.include({ kind: 'external', keystore: null, address: NEXT.address })
  })
})
