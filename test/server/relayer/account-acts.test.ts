import { expect } from 'chai'
import { type Hex, hashTypedData } from 'viem'

import { type AccountCall, accountCall } from '../../../server/chain/account-calls.ts'
import { readNextFreezeSequence } from '../../../server/chain/read-member-account.ts'
import type { AccountActKind } from '../../../server/database/account-acts.ts'
import { insertRows } from '../../../server/database/engine/save-rows.ts'
import { openCall } from '../../../server/relayer/sign-redemption-list.ts'
import { capture, enrol, fund, type Holder, redemptionOf, settleAll } from './redemption-platform.ts'
import { openRelayerPlatform, type RelayerPlatform } from './relayer-platform.ts'

const FAR = 2n ** 40n
const DAY_SECONDS = 86_400

const TYPES = {
  Freeze: [
    { name: 'account', type: 'address' },
    { name: 'frozen', type: 'bool' },
    { name: 'sequence', type: 'uint256' },
    { name: 'deadline', type: 'uint64' },
  ],
  Move: [
    { name: 'from', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'deadline', type: 'uint64' },
  ],
  Recovery: [
    { name: 'from', type: 'address' },
    { name: 'to', type: 'address' },
    { name: 'deadline', type: 'uint64' },
  ],
}

describe('acts about accounts', function () {
  this.timeout(180_000)
  let platform: RelayerPlatform
  let ann: Holder
  let bob: Holder
  let fresh: Holder
  let acts = 0
  beforeEach(async () => {
    platform = await openRelayerPlatform()
    ann = await enrol(platform, 'card')
    bob = await enrol(platform, 'wallet')
    fresh = await enrol(platform, 'wallet')
    // Only its key is wanted: the address is nobody's yet.
    await platform.database.member.delete({ where: { id: fresh.member.id } })
    await fund(platform, [ann, 100n], [bob, 100n])
  })

  const sign = (holder: Holder, primaryType: keyof typeof TYPES, message: Record<string, unknown>): Promise<string> => {
    const { chainId, addresses } = platform.relayer.chain
    const domain = { name: 'Entente Accounts', version: '1', chainId, verifyingContract: addresses.accounts }
    const types: Record<string, { name: string; type: string }[]> = TYPES
    return holder.sign(hashTypedData({ domain, types, primaryType, message }))
  }
  const ask = async (holder: Holder, kind: AccountActKind, call: AccountCall, toAccount: string | null = null) => {
    const { relayer, database, clock } = platform
    const id = `01900000-0000-7000-e000-${(++acts).toString(16).padStart(12, '0')}`
    await database.transaction(async (tx) => {
      const encoded = accountCall(relayer.chain, call)
      const callId = await openCall(relayer, tx, { kind: 'account', name: call.name, partnerId: null, ...encoded })
      const common = { id, memberId: holder.member.id, account: holder.member.address, kind, toAccount, callId }
      await insertRows(tx, 'account_act', [
        { ...common, state: 'requested', failedReason: null, createdAt: clock.now() },
      ])
    })
    return id
  }
  const freeze = async (holder: Holder, frozen: boolean, sequence: bigint) => {
    const account = holder.member.address
    const signature = await sign(holder, 'Freeze', { account, frozen, sequence, deadline: FAR })
    const call = { name: 'set_freeze' as const, account, frozen, sequence, deadline: FAR, signature }
    return ask(holder, frozen ? 'freeze' : 'unfreeze', call)
  }
  const move = async (holder: Holder, target: Holder) => {
    const [from, to] = [holder.member.address, target.member.address]
    const message = { from, to, deadline: FAR }
    const [signatureFrom, signatureTo] = [await sign(holder, 'Move', message), await sign(target, 'Move', message)]
    return ask(holder, 'move', { name: 'move', ...message, signatureFrom, signatureTo }, to)
  }
  const act = async (id: string) => {
    const { state, failedReason } = await platform.database.accountAct.findUniqueOrThrow({ where: { id } })
    return failedReason ?? state
  }
  const member = (holder: Holder) => platform.database.member.findUniqueOrThrow({ where: { id: holder.member.id } })

  it('freeze and unfreeze in the order in which they were asked for, and a redemption waits for it', async () => {
    const order = await capture(platform, ann, 10n)
    const freezing = await freeze(ann, true, 0n)
    // Before the list: the account is frozen when that arrives.
    platform.clock.advance(10_000)
    await platform.run('bind_lane_calls', 'send_attempts')
    for (let pass = 0; pass < 20; pass++) await platform.pass()
    expect(await act(freezing)).to.equal('done')
    expect(await platform.balance(ann.member.address)).to.equal(100n)
    const unfreezing = await freeze(ann, false, 1n)
    const [again, back] = [await freeze(ann, true, 2n), await freeze(ann, false, 3n)]
    platform.clock.advance(60_000)
    await settleAll(platform)
    expect([await act(unfreezing), await act(again), await act(back)]).to.deep.equal(['done', 'done', 'done'])
    expect(await readNextFreezeSequence(platform.relayer.chain, ann.member.address)).to.equal(4n)
    expect(await platform.balance(ann.member.address)).to.equal(90n)
    expect((await redemptionOf(platform, order)).refusedReason).to.equal(null)
  })

  it('of one member do not wait for those of another, and fail with their reason', async () => {
    const wrong = await freeze(ann, true, 7n)
    const right = await freeze(bob, true, 0n)
    await settleAll(platform)
    expect(await act(wrong)).to.equal('UnexpectedSequence')
    expect(await act(right)).to.equal('done')
  })

  it('that somebody else posted first are done all the same', async () => {
    const moving = await move(ann, fresh)
    const call = await platform.database.call.findFirstOrThrow({ where: { kind: 'account' } })
    await platform.coalition.send(call.to as Hex, call.data as Hex)
    await platform.coalition.edr.mine()
    await settleAll(platform)
    expect(await act(moving)).to.equal('done')
    expect((await member(ann)).address).to.equal(fresh.member.address)
  })

  it('move a card member to a wallet: the points, and what was captured, follow once', async () => {
    const order = await capture(platform, ann, 10n)
    const moving = await move(ann, fresh)
    // The move goes first, so the order's account is closed when its list arrives.
    await platform.run('bind_lane_calls', 'send_attempts')
    await platform.coalition.edr.mine()
    await settleAll(platform)
    expect(await act(moving)).to.equal('done')
    const { address, kind, derivationIndex } = await member(ann)
    expect({ address, kind, derivationIndex }).to.deep.equal({
      address: fresh.member.address,
      kind: 'wallet',
      derivationIndex: null,
    })
    expect(await platform.balance(fresh.member.address)).to.equal(100n)
    expect((await redemptionOf(platform, order)).refusedReason).to.equal('closed')
    const moves = await platform.database.movement.findMany({ where: { kind: 'account_move' } })
    expect(moves.map(({ points }) => points).toSorted((a, b) => Number(a - b))).to.deep.equal([-100n, 100n])
  })

  it('recover an account after the delay, by whomever, and the member follows', async () => {
    const [from, to] = [bob.member.address, fresh.member.address]
    const signatureTo = await sign(fresh, 'Recovery', { from, to, deadline: FAR })
    const announced = await ask(
      bob,
      'announce_recovery',
      { name: 'announce_recovery', from, to, deadline: FAR, signatureTo },
      to,
    )
    await settleAll(platform)
    expect(await act(announced)).to.equal('done')
    const announcement = await platform.database.accountEvent.findFirstOrThrow({
      where: { kind: 'recovery_announced' },
    })
    expect(announcement).to.include({ account: from, toAccount: to })
    const completed = await ask(bob, 'complete_recovery', { name: 'complete_recovery', from }, to)
    for (let pass = 0; pass < 4; pass++) await platform.pass()
    const waiting = await platform.database.call.findFirstOrThrow({ where: { name: 'complete_recovery' } })
    expect(waiting).to.include({ state: 'open', reason: 'RecoveryNotReady' })
    const { timestamp } = await platform.coalition.edr.head()
    await platform.coalition.edr.mine(timestamp + 15 * DAY_SECONDS)
    await settleAll(platform)
    expect(await act(completed)).to.equal('done')
    expect((await member(bob)).address).to.equal(to)
    expect(await platform.balance(to)).to.equal(100n)
  })
})
