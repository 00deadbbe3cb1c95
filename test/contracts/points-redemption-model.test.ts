import { expect } from 'chai'

import { backToGenesis, networkHelpers } from './support/chain.ts'
import { DAY, keyOf } from './support/coalition.ts'
import { modulesWith } from './support/modules.ts'
import type { Modules } from './support/modules.ts'
import { PlainPoints } from './support/plain-points.ts'
import { redeem, signedOrder } from './support/redemption.ts'
import { randomFrom } from './support/random-from.ts'

// Any other seed must do as well: SEED=... runs another one.
const SEED = Number(process.env.SEED ?? 20_260_310)
const STEPS = Number(process.env.STEPS ?? 2_000)
const EPOCH = 7 * DAY

const MEMBERS = Array.from({ length: 6 }, (_, index) => keyOf(`random member ${index}`))

type World = { modules: Modules; plain: PlainPoints; draw: (bound: number) => number; counts: Record<string, number> }

const count = ({ counts }: World, what: string) => (counts[what] = (counts[what] ?? 0) + 1)

async function creditSome(world: World): Promise<void> {
  const { modules, plain, draw } = world
  const members = MEMBERS.filter(() => draw(2) === 0)
  if (members.length === 0) return
  const credits = members.map(({ address }) => ({ account: address, points: BigInt(1 + draw(1_000)) }))
  await modules.credit(...credits)
  for (const { account, points } of credits) plain.credit(account, points)
  count(world, 'credited')
}

/** Mostly the next epoch; now and then so far on that some or all lots die. */
async function passEpochs(world: World): Promise<void> {
  const { modules, plain, draw } = world
  plain.epoch += BigInt(draw(5) === 0 ? 1 + draw(7) : 1)
  await networkHelpers.time.increaseTo((await modules.token.epochStart(plain.epoch)) + BigInt(draw(EPOCH - 4_000)))
  count(world, 'epochs passed')
}

function drawPoints({ plain, draw }: World, member: string): bigint {
  const balance = plain.balanceOf(member)
  const kind = draw(12)
  if (kind === 0) return 0n
  if (kind === 1) return balance
  if (kind === 2) return balance + 1n
  // One whole lot, which is where one lot ends and the next begins.
  if (kind < 6) return plain.lotOf(member, plain.epoch - BigInt(draw(6)))
  return BigInt(draw(Number(balance) + 1)) / BigInt(1 + draw(4))
}

function drawNonce({ plain, draw }: World, member: string): bigint {
  const { nonce } = plain.account(member)
  const kind = draw(12)
  if (kind === 0) return nonce
  if (kind === 1) return 2n ** 20n + BigInt(draw(1_000))
  return nonce + 1n + BigInt(draw(3))
}

async function redeemSome(world: World): Promise<void> {
  const { modules, plain, draw } = world
  const list = []
  for (let left = 1 + draw(4); left > 0; left -= 1) {
    const key = MEMBERS[draw(MEMBERS.length)]!
    const parts = { member: key.address, points: drawPoints(world, key.address), nonce: drawNonce(world, key.address) }
    list.push(await signedOrder(modules.domain, parts, key))
  }
  const transaction = await redeem(modules, ...list)
  const { interface: redemption } = modules.redemption
  const logs = (await transaction.wait())!.logs.map((log) => redemption.parseLog(log)).filter((log) => log !== null)
  for (const [index, { order }] of list.entries()) {
    const expected = plain.redeem(order)
    expect(logs[index]?.args.reason, `order ${index}`).to.equal(expected)
    expect([logs[index]?.args.member, logs[index]?.args.nonce]).to.deep.equal([order.member, order.nonce])
    count(world, expected === undefined ? 'redeemed' : `refused ${expected}`)
  }
}

/** Every lot of every member, and the supply. */
async function expectEqual({ modules: { token }, plain }: World, step: number): Promise<void> {
  expect(await token.currentEpoch(), `epoch at step ${step}`).to.equal(plain.epoch)
  for (const { address } of MEMBERS) {
    const word = await token.accountWord(address)
    const age = plain.epoch - (word >> 240n)
    for (const epoch of plain.liveEpochs()) {
      const place = plain.epoch - epoch - age
      const lot = place < 0n ? 0n : (word >> (36n * place)) & (2n ** 36n - 1n)
      expect(lot, `${address}, epoch ${epoch} at step ${step}`).to.equal(plain.lotOf(address, epoch))
    }
    expect((word >> 216n) & (2n ** 20n - 1n), `nonce at step ${step}`).to.equal(plain.account(address).nonce)
  }
  expect(await token.totalSupply(), `supply at step ${step}`).to.equal(plain.supply())
}

describe('The order of burning', function () {
  this.timeout(600_000)
  before(backToGenesis)
  after(backToGenesis)

  it(`is the plain model's over ${STEPS} random steps (seed ${SEED})`, async function () {
    const world: World = {
      modules: await modulesWith(EPOCH),
      plain: new PlainPoints(),
      draw: randomFrom(SEED),
      counts: {},
    }
    for (let step = 0; step < STEPS; step += 1) {
      const kind = world.draw(10)
      await (kind < 2 ? creditSome(world) : kind < 4 ? passEpochs(world) : redeemSome(world))
      await expectEqual(world, step)
    }
    // What never happened was not tested.
    const outcomes = ['credited', 'epochs passed', 'redeemed', 'refused 1', 'refused 4', 'refused 7']
    for (const outcome of outcomes) expect(world.counts[outcome], outcome).to.be.above(STEPS / 100)
  })
})
