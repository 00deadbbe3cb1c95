import { expect } from 'chai'
import { encodeFunctionData, type Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

import { pointsTokenAbi } from '../../../abis/PointsToken.ts'
import { releaseMoves } from '../../../server/actions/accounts/release-moves.ts'
import { setOwnPin } from '../../../server/actions/sign-in/set-own-pin.ts'
import { accountCall } from '../../../server/chain/account-calls.ts'
import { accountOrderToSign } from '../../../server/chain/account-orders.ts'
import { nameOrders } from '../../../server/chain/redemption-order-hash.ts'
import { aSession, anOperatorKey, send } from '../api/support/coalition.ts'
import { MOVE_WAIT_MS, type RunningApi, startApi } from '../api/support/running-api.ts'
import { signAsTestMember } from '../../support/platform/coalition-chain.ts'
import { testKey } from '../../support/platform/edr-chain.ts'
import { capture, enrol, fund, type Holder, redemptionOf, settleAll } from './redemption-platform.ts'
import { openRelayerPlatform, type RelayerPlatform } from './relayer-platform.ts'

const PIN = '2580'
const DELAY_DAYS = 15

describe('the whole way of an account', function () {
  this.timeout(180_000)
  let platform: RelayerPlatform
  let api: RunningApi
  let ann: Holder
  let session: string
  let operator: string
  const fresh = privateKeyToAccount(testKey('a fresh wallet'))
  const freshAccount = fresh.address.toLowerCase()

  beforeEach(async () => {
    platform = await openRelayerPlatform()
    const { chain } = platform.relayer
    const { epochOrigin, epochLength } = platform.coalition.deployment
    const epochScale = { originSeconds: epochOrigin, lengthSeconds: epochLength }
    api = await startApi(platform.database, {
      overrides: {
        chain,
        clock: platform.clock,
        ledger: { chainId: chain.chainId, epochScale },
        orders: nameOrders(chain),
        signAsMember: signAsTestMember,
        encodeAccountCall: (call) => accountCall(chain, call),
        orderToSign: (order) => accountOrderToSign(chain, order),
      },
    })
    ann = await enrol(platform, 'card')
    await setOwnPin(api.deps, { memberId: ann.member.id, pin: PIN, currentPin: null, device: null })
    session = await aSession(api.deps, ann.member.id)
    operator = await anOperatorKey(api.deps)
    await fund(platform, [ann, 100n])
  })
  afterEach(() => api.close())

  const asMember = async (path: string, body?: unknown) => send(api.url, `/v1/me${path}`, { session, body })
  const asOperator = async (path: string, method: string, body?: unknown) =>
    send(api.url, `/v1/recoveries${path}`, { key: operator, method, body })
  const acts = async () =>
    (await platform.database.accountAct.findMany({ orderBy: { seq: 'asc' } })).map(({ kind, state }) => [kind, state])
  const announce = async () => {
    const path = `/${ann.member.id}/order?toAccount=${freshAccount}`
    const { digest, deadline } = (await asOperator(path, 'GET')).body
    const toSignature = await fresh.sign({ hash: digest as Hex })
    return asOperator('', 'POST', { memberId: ann.member.id, toAccount: freshAccount, deadline, toSignature })
  }

  it('freezes and frees a card, and moves it to a wallet with the points that were still on their way', async () => {
    await asMember('/freeze', {})
    await settleAll(platform)
    expect((await asMember('')).body.frozenBy).to.deep.equal({ member: true, operator: false })
    await asMember('/unfreeze', { pin: PIN })
    expect((await asMember('')).body.isFrozen).to.equal(false)
    await settleAll(platform)
    expect(await acts()).to.deep.equal([
      ['freeze', 'done'],
      ['unfreeze', 'done'],
    ])
    const { digest, deadline } = (await asMember('/move-order', { toAccount: freshAccount })).body
    const toSignature = await fresh.sign({ hash: digest as Hex })
    const moved = await asMember('/move', {
      toKind: 'wallet',
      toAccount: freshAccount,
      deadline,
      toSignature,
      pin: PIN,
    })
    expect(moved.body.move).to.deep.include({ toAccount: freshAccount, state: 'waiting' })
    platform.clock.advance(MOVE_WAIT_MS)
    await releaseMoves(api.deps)
    await platform.accept([ann.member.address, 7n])
    await settleAll(platform)
    // Recorded for the old address, and posted when it is closed already.
    await platform.accept([ann.member.address, 5n])
    await platform.settle()
    expect(await platform.balance(freshAccount)).to.equal(112n)
    expect((await asMember('')).body.code).to.equal('signed_out')
    session = await aSession(api.deps, ann.member.id)
    expect((await asMember('')).body).to.deep.include({
      kind: 'wallet',
      address: freshAccount,
      pointsConfirmed: '112',
      move: { toAccount: freshAccount, state: 'done', readyAt: null },
    })
    const holder = { member: { ...ann.member, address: freshAccount, kind: 'wallet' as const }, sign: signFresh }
    const order = await capture(platform, holder, 10n)
    await settleAll(platform)
    expect((await redemptionOf(platform, order)).refusedReason).to.equal(null)
    expect(await platform.balance(freshAccount)).to.equal(102n)
  })
  it('sends one transaction at most for ten toggles in ten seconds, and says what is so all the while', async () => {
    for (let toggle = 0; toggle < 5; toggle++) {
      expect((await asMember('/freeze', {})).body).to.deep.include({ isFrozen: true, frozenOnLedger: false })
      await platform.pass()
      const lifted = await asMember('/unfreeze', { pin: PIN })
      // Three in a day; freezing is never refused.
      expect(lifted.status).to.equal(toggle < 3 ? 200 : 429)
      await platform.pass()
    }
    await settleAll(platform)
    const calls = await platform.database.call.findMany({ where: { kind: 'account' } })
    const sent = await platform.database.attempt.count({ where: { callId: { in: calls.map(({ id }) => id) } } })
    expect(sent).to.equal(1)
    expect((await asMember('')).body).to.deep.include({ isFrozen: true, frozenOnLedger: true })
    const { gasUsed } = calls.find(({ state }) => state === 'final')!
    expect(Number(gasUsed)).to.be.within(40_000, 120_000)
    platform.clock.advance(86_400_000)
    session = await aSession(api.deps, ann.member.id)
    await asMember('/unfreeze', { pin: PIN })
    await settleAll(platform)
    expect((await asMember('')).body).to.deep.include({ isFrozen: false, frozenOnLedger: false })
  })

  const signFresh = (hash: Hex) => fresh.sign({ hash })

  it('tells the freeze of a wallet that acted without us from the operator’s', async () => {
    const bob = await enrol(platform, 'wallet')
    session = await aSession(api.deps, bob.member.id)
    const { chain } = platform.relayer
    const account = bob.member.address
    const whose = async () => {
      await platform.settle()
      return (await asMember('')).body.frozenBy
    }
    const freezeAlone = async (frozen: boolean, sequence: bigint) => {
      const deadline = BigInt(Math.floor(platform.clock.now().getTime() / 1_000) + 600)
      const { digest } = accountOrderToSign(chain, { kind: 'Freeze', account, frozen, sequence, deadline })
      const signature = await bob.sign(digest)
      const call = accountCall(chain, { name: 'set_freeze', account, frozen, sequence, deadline, signature })
      await platform.coalition.send(call.to, call.data)
    }
    const asGuardian = (functionName: 'freeze' | 'unfreeze') => {
      const data = encodeFunctionData({ abi: pointsTokenAbi, functionName, args: [account as Hex] })
      return platform.coalition.send(chain.addresses.token, data)
    }
    await freezeAlone(true, 0n)
    expect(await whose()).to.deep.equal({ member: true, operator: false })
    await asGuardian('freeze')
    expect(await whose()).to.deep.equal({ member: true, operator: true })
    await freezeAlone(false, 1n)
    expect(await whose()).to.deep.equal({ member: false, operator: true })
    await asGuardian('unfreeze')
    expect(await whose()).to.deep.equal({ member: false, operator: false })
  })

  it('lets the old key refuse a recovery, and the operator take one back', async () => {
    expect((await announce()).status).to.equal(201)
    expect((await announce()).body.code).to.equal('recovery_pending')
    await settleAll(platform)
    const { recovery } = (await asMember('')).body
    expect(recovery.toAccount).to.equal(freshAccount)
    expect((await asMember('/recovery-refusal')).body.typedData.primaryType).to.equal('RecoveryRefusal')
    expect((await asMember('/recovery/refuse', {})).body.details).to.deep.equal({ proof: 'pin' })
    await asMember('/recovery/refuse', { pin: PIN })
    await asMember('/recovery/refuse', { pin: PIN })
    await settleAll(platform)
    expect((await asMember('')).body.recovery).to.equal(null)
    expect((await asMember('/recovery/refuse', { pin: PIN })).body.code).to.equal('recovery_unknown')
    await announce()
    expect((await asOperator(`/${ann.member.id}/cancel`, 'POST')).status).to.equal(200)
    await settleAll(platform)
    expect(await acts()).to.deep.equal([
      ['announce_recovery', 'done'],
      ['refuse_recovery', 'done'],
      ['announce_recovery', 'done'],
      ['cancel_recovery', 'done'],
    ])
    expect((await asOperator(`/${ann.member.id}`, 'GET')).body).to.include({ toAccount: null, readyAt: null })
  })

  it('recovers an account after the delay, and not before it', async () => {
    await announce()
    await settleAll(platform)
    const { recovery } = (await asMember('')).body
    const complete = () => asOperator(`/${ann.member.id}/complete`, 'POST')
    expect((await complete()).body).to.deep.include({
      code: 'recovery_not_ready',
      details: { readyAt: recovery.readyAt },
    })
    const { timestamp } = await platform.coalition.edr.head()
    await platform.coalition.edr.mine(timestamp + DELAY_DAYS * 86_400)
    platform.clock.advance(Date.parse(recovery.readyAt) - platform.clock.now().getTime())
    expect((await complete()).status).to.equal(200)
    expect((await complete()).status).to.equal(200)
    await settleAll(platform)
    expect(await platform.balance(freshAccount)).to.equal(100n)
    expect((await asMember('')).body.code).to.equal('signed_out')
    const { address, kind } = await platform.database.member.findUniqueOrThrow({ where: { id: ann.member.id } })
    expect({ address, kind }).to.deep.equal({ address: freshAccount, kind: 'wallet' })
  })
})
