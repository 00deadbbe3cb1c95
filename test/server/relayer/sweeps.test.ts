import { expect } from 'chai'

import { pointsTokenAbi } from '../../../abis/PointsToken.ts'
import { readHistory } from '../../../server/actions/purchases/read-history.ts'
import { readEpochScale } from '../../../server/chain/read-ledger-at.ts'
import { BATCH_GAS_AIM } from '../../../server/domain/batches.ts'
import { LOTS_LIVE } from '../../../server/domain/lots.ts'
import { DEFAULT_RELAYER_LIMITS } from '../../../server/relayer/relayer.ts'
import { relayerSteps } from '../../../server/relayer/steps.ts'
import { catchUp } from '../../../server/indexer/rebuild-projections.ts'
import { accountOf } from '../../support/platform/coalition-chain.ts'
import { enrol } from './redemption-platform.ts'
import { openRelayerPlatform, type RelayerPlatform } from './relayer-platform.ts'

const ANN = accountOf('ann')
const BOB = accountOf('bob')
const CAT = accountOf('cat')
const DAN = accountOf('dan')
const EVE = accountOf('eve')
const ALL = [ANN, BOB, CAT, DAN, EVE]
const DAY_SECONDS = 86_400

describe('sweeping expired points', function () {
  this.timeout(120_000)
  let platform: RelayerPlatform

  const open = async (limits: Parameters<typeof openRelayerPlatform>[0] = {}) => {
    platform = await openRelayerPlatform(limits)
  }
  const passSeconds = async (seconds: number) => {
    const { timestamp } = await platform.coalition.edr.head()
    await platform.coalition.edr.mine(timestamp + seconds)
    platform.clock.advance(seconds * 1_000)
    await catchUp(platform.indexer)
  }
  const passEpochs = async (epochs: number) => {
    const { lengthSeconds } = await readEpochScale(platform.relayer.chain)
    await passSeconds(epochs * lengthSeconds)
  }
  const passes = async (count: number) => {
    for (let pass = 0; pass < count; pass++) await platform.pass()
  }
  const sweeps = async () => {
    const rows = await platform.database.sweep.findMany({ orderBy: { formedAt: 'asc' } })
    return rows.map(({ accounts }) => accounts)
  }
  const states = async () =>
    (await platform.database.call.findMany({ where: { kind: 'sweep' }, orderBy: { seq: 'asc' } })).map(
      ({ state }) => state,
    )

  /** What anybody who adds up the log of the token gets for an account. */
  async function logged(account: string): Promise<bigint> {
    const { chain } = platform.coalition
    const logs = await chain.endpoints[0]!.client.getContractEvents({
      address: chain.addresses.token,
      abi: pointsTokenAbi,
      eventName: 'Transfer',
      fromBlock: 0n,
      toBlock: 'latest',
      strict: true,
    })
    const sum = (side: 'from' | 'to') =>
      logs
        .filter(({ args }) => args[side].toLowerCase() === account)
        .reduce((total, { args }) => total + args.value, 0n)
    return sum('to') - sum('from')
  }
  async function moved(account: string): Promise<bigint> {
    const { _sum } = await platform.database.movement.aggregate({ where: { account }, _sum: { points: true } })
    return _sum.points ?? 0n
  }
  const figures = async (account: string) => ({
    balance: await platform.balance(account),
    logged: await logged(account),
    moved: await moved(account),
  })
  const agreed = (points: bigint) => ({ balance: points, logged: points, moved: points })

  it('makes log, movements and balances agree once points are too old, and then does nothing more', async () => {
    await open()
    await platform.accept([ANN, 100n], [BOB, 40n], [BOB, -10n], [CAT, 7n])
    await platform.settle()
    await passEpochs(1)
    await platform.accept([CAT, 5n])
    await platform.settle()
    await passEpochs(LOTS_LIVE - 2)
    await platform.settle()
    expect(await sweeps()).to.deep.equal([])
    expect(await figures(ANN)).to.deep.equal(agreed(100n))

    await passEpochs(1)
    expect(await figures(ANN)).to.deep.equal({ balance: 0n, logged: 100n, moved: 100n })
    await platform.settle()
    expect((await sweeps()).map((accounts) => accounts.toSorted())).to.deep.equal([[ANN, BOB, CAT].toSorted()])
    for (const account of [ANN, BOB]) expect(await figures(account)).to.deep.equal(agreed(0n))
    expect(await figures(CAT)).to.deep.equal(agreed(5n))
    await passes(5)
    expect(await states()).to.deep.equal(['final'])

    await passEpochs(1)
    await platform.settle()
    expect(await figures(CAT)).to.deep.equal(agreed(0n))
    expect(await sweeps()).to.have.length(2)
  })

  it("gives the expiry in the member's history the transaction that logged it", async () => {
    await open()
    const { member } = await enrol(platform, 'card')
    await platform.accept([member.address, 30n])
    await platform.settle()
    await passEpochs(LOTS_LIVE)
    const { database: db, clock, relayer } = platform
    const ledger = { chainId: relayer.chain.chainId, epochScale: await readEpochScale(relayer.chain) }
    const expiry = async () => {
      const { rows: items } = await readHistory(
        { db, clock, ledger },
        { memberId: member.id, before: null, filter: { kind: null, partnerId: null }, rowsMax: 10 },
      )
      return items.find(({ kind }) => kind === 'expiry')
    }
    expect(await expiry()).to.include({ points: -30n, transactionHash: null })
    await platform.settle()
    const { hash } = await db.attempt.findFirstOrThrow({
      where: { callId: (await db.sweep.findFirstOrThrow()).callId },
    })
    expect(await expiry()).to.include({ points: -30n, transactionHash: hash })
  })

  it('leaves alone what somebody touched, or swept, since', async () => {
    await open()
    await platform.accept([ANN, 10n], [BOB, 20n], [CAT, 30n])
    await platform.settle()
    await passEpochs(LOTS_LIVE)
    await platform.coalition.sweep([BOB])
    await platform.accept([CAT, 1n])
    // All steps but the one under test, until both are on the ledger.
    await platform.run('form_batches', 'sign_batches', 'bind_batches', 'send_attempts')
    await platform.coalition.edr.mine()
    await catchUp(platform.indexer)
    await platform.settle()
    expect(await sweeps()).to.deep.equal([[ANN]])
    expect(await figures(CAT)).to.deep.equal(agreed(1n))
  })

  it('does not repeat a sweep that came after somebody else’s', async () => {
    await open()
    await platform.accept([ANN, 10n])
    await platform.settle()
    await passEpochs(LOTS_LIVE)
    await platform.run('form_sweep', 'bind_lane_calls')
    await platform.coalition.sweep([ANN])
    await platform.coalition.edr.mine()
    await platform.settle()
    await passes(3)
    expect(await states()).to.deep.equal(['final'])
    expect(await figures(ANN)).to.deep.equal(agreed(0n))
  })

  it('sweeps so many accounts with a call, and so many in a day', async () => {
    await open({ sweepAccountsMax: 2, sweepAccountsPerDayMax: 3 })
    await platform.accept(...ALL.map((account) => [account, 10n] as const))
    await platform.settle()
    await passEpochs(LOTS_LIVE)
    await platform.settle()
    await passes(5)
    const today = await sweeps()
    expect(today.map((accounts) => accounts.length)).to.deep.equal([2, 1])
    await passSeconds(DAY_SECONDS)
    await platform.settle()
    await passes(5)
    expect((await sweeps()).map((accounts) => accounts.length)).to.deep.equal([2, 1, 2])
    expect((await sweeps()).flat().toSorted()).to.deep.equal(ALL.toSorted())
    for (const account of ALL) expect(await figures(account)).to.deep.equal(agreed(0n))
  })

  it('sweeps nothing where the day has room for none', async () => {
    await open({ sweepAccountsPerDayMax: 0 })
    await platform.accept([ANN, 10n])
    await platform.settle()
    await passEpochs(LOTS_LIVE)
    await passes(3)
    expect(await sweeps()).to.deep.equal([])
  })

  it('forms one sweep when several processes look at once', async () => {
    await open()
    await platform.accept([ANN, 10n], [BOB, 20n])
    await platform.settle()
    await passEpochs(LOTS_LIVE)
    const relayers = [platform.relayer, platform.anotherRelayer(), platform.anotherRelayer()]
    const steps = relayers.flatMap((relayer) => relayerSteps(relayer).filter(({ name }) => name === 'form_sweep'))
    await Promise.all(steps.map((step) => step.run()))
    expect(await states()).to.deep.equal(['open'])
    await platform.settle()
    expect(await sweeps()).to.have.length(1)
  })

  it('sweeps again after a reorg', async () => {
    await open()
    await platform.accept([ANN, 10n])
    await platform.settle()
    await passEpochs(LOTS_LIVE)
    await passes(3)
    expect(await figures(ANN)).to.deep.equal(agreed(0n))
    await platform.coalition.edr.rewind(3)
    await platform.coalition.edr.dropPending()
    await passEpochs(0)
    for (let block = 0; block < 4; block++) await platform.coalition.edr.mine()
    await catchUp(platform.indexer)
    expect(await figures(ANN)).to.deep.equal({ balance: 0n, logged: 10n, moved: 10n })
    platform.clock.advance(60_000)
    await platform.settle()
    expect(await states()).to.deep.equal(['final'])
    expect(await figures(ANN)).to.deep.equal(agreed(0n))
  })

  it('tries again what failed, after a pause and from the budget of the day', async () => {
    const { retryMsMax } = DEFAULT_RELAYER_LIMITS
    await open({ sweepAccountsPerDayMax: 2 })
    await platform.accept([ANN, 10n])
    await platform.settle()
    await passEpochs(LOTS_LIVE)
    const fail = async () => {
      await platform.run('form_sweep')
      await platform.database.call.updateMany({
        where: { kind: 'sweep', state: 'open' },
        data: { state: 'failed', reason: 'out of gas' },
      })
    }
    await fail()
    platform.clock.advance(retryMsMax - 1)
    await platform.run('form_sweep')
    expect(await states()).to.deep.equal(['failed'])
    platform.clock.advance(1)
    await fail()
    expect(await states()).to.deep.equal(['failed', 'failed'])
    platform.clock.advance(retryMsMax)
    await platform.run('form_sweep')
    expect(await states()).to.deep.equal(['failed', 'failed'])
    await passSeconds(DAY_SECONDS)
    await platform.settle()
    expect(await states()).to.deep.equal(['failed', 'failed', 'final'])
    expect(await figures(ANN)).to.deep.equal(agreed(0n))
  })

  it('looks at nothing while the projections are far behind the chain', async () => {
    await open()
    await platform.accept([ANN, 10n])
    await platform.settle()
    await passEpochs(LOTS_LIVE)
    for (let block = 0; block < 17; block++) await platform.coalition.edr.mine()
    await platform.run('form_sweep')
    expect(await sweeps()).to.deep.equal([])
    await platform.coalition.edr.rewind(1)
    await platform.run('form_sweep')
    expect(await sweeps()).to.have.length(1)
  })

  it('costs at most 8,300 gas an account, and a full sweep half of a full batch', async () => {
    await open()
    const { sweepAccountsMax } = DEFAULT_RELAYER_LIMITS
    const holders = Array.from({ length: sweepAccountsMax + 1 }, (_, at) => accountOf(`holder ${String(at)}`))
    await platform.accept(...holders.map((account) => [account, 3n] as const))
    await platform.settle()
    await passEpochs(LOTS_LIVE)
    await platform.settle()
    expect((await sweeps()).map((accounts) => accounts.length)).to.deep.equal([sweepAccountsMax, 1])
    const full = await platform.database.call.findFirstOrThrow({ where: { kind: 'sweep' }, orderBy: { seq: 'asc' } })
    const { hash } = await platform.database.attempt.findFirstOrThrow({ where: { callId: full.id } })
    const client = platform.coalition.chain.endpoints[0]!.client
    const { gasUsed } = await client.getTransactionReceipt({ hash: hash as `0x${string}` })
    expect(Number(gasUsed) / sweepAccountsMax).to.be.at.most(8_300)
    expect(gasUsed <= BATCH_GAS_AIM / 2n).to.equal(true)
    expect(await moved(holders[0] ?? '')).to.equal(0n)
  })
})
