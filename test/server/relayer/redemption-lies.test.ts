import { expect } from 'chai'
import { numberToHex, pad } from 'viem'

import { readStatus } from '../../../server/actions/status/read-status.ts'
import { createChain, type Eip1193Request } from '../../../server/chain/client.ts'
import { makeEntryCheck } from '../../../server/indexer/check-entries.ts'
import { catchUp } from '../../../server/indexer/rebuild-projections.ts'
import type { IndexerDeps } from '../../../server/indexer/deps.ts'
import { capture, enrol, fund, type Holder } from './redemption-platform.ts'
import { openRelayerPlatform, type RelayerPlatform } from './relayer-platform.ts'

interface RawLog {
  address: string
  topics: string[]
  data: string
  logIndex: string
}

const word = (value: bigint) => numberToHex(value, { size: 32 }).slice(2)
const topicOf = ({ member }: Holder) => pad(member.address as `0x${string}`, { size: 32 }).toLowerCase()

describe("an endpoint that lies about a burned redemption's logs", function () {
  this.timeout(180_000)
  let platform: RelayerPlatform
  let honest: Eip1193Request
  let ann: Holder
  let bob: Holder
  let burned: { number: bigint; hash: string }
  beforeEach(async () => {
    platform = await openRelayerPlatform()
    honest = platform.coalition.edr.request
    ann = await enrol(platform, 'wallet')
    bob = await enrol(platform, 'card')
    await fund(platform, [ann, 100n], [bob, 100n])
    await capture(platform, ann, 40n)
    platform.clock.advance(2_000)
    await platform.run('form_redemption_lists', 'sign_redemption_lists', 'bind_lane_calls', 'send_attempts')
    await platform.coalition.edr.mine()
    burned = await platform.coalition.edr.head()
  })

  const isBurn = ({ address }: RawLog) => address.toLowerCase() === platform.coalition.chain.addresses.redemption
  const inBobsName = (log: RawLog): RawLog => ({
    ...log,
    topics: log.topics.map((topic) => (topic.toLowerCase() === topicOf(ann) ? topicOf(bob) : topic)),
  })
  const lies: Record<string, (logs: RawLog[]) => RawLog[]> = {
    'leaves out the burn': (logs) => logs.filter((log) => !isBurn(log)),
    'leaves out the transfer': (logs) => logs.filter(isBurn),
    'leaves out all of it': () => [],
    'names fewer points in one log': (logs) => logs.map((log) => (isBurn(log) ? withPoints(log, 30n) : log)),
    'names fewer points in both logs': (logs) => logs.map((log) => withPoints(log, 30n)),
    'names another member': (logs) => logs.map(inBobsName),
    'invents a second burn': (logs) => [
      ...logs,
      ...logs.map((log, at) => ({ ...inBobsName(log), logIndex: numberToHex(logs.length + at) })),
    ],
  }
  const withPoints = (log: RawLog, points: bigint): RawLog => ({
    ...log,
    data: log.data.replace(word(40n), word(points)),
  })
  const liar =
    (lie: (logs: RawLog[]) => RawLog[]): Eip1193Request =>
    async (args) => {
      const answer = await honest(args)
      const [asked] = (args.params ?? []) as { blockHash?: string }[]
      return args.method === 'eth_getLogs' && asked?.blockHash === burned.hash ? lie(answer as RawLog[]) : answer
    }
  const indexerOver = async (...endpoints: Eip1193Request[]): Promise<IndexerDeps> => {
    const { chainId, addresses } = platform.relayer.chain
    const chain = await createChain({ endpoints, chainId, addresses, retry: { roundsMax: 1 } })
    return { ...platform.indexer, chain }
  }
  const known = async () => {
    const { database, clock, relayer } = platform
    const rows = await database.movement.groupBy({ by: ['account'], _sum: { points: true } })
    const sums = new Map(rows.map(({ account, _sum }) => [account, _sum.points]))
    return {
      burns: await database.redemptionEvent.count(),
      points: [ann, bob].map(({ member }) => sums.get(member.address)),
      doubt:
        (await readStatus({ db: database, clock, chain: relayer.chain, witnesses: [] })).cursor?.doubtReason ?? null,
    }
  }
  const truth = { burns: 1, points: [60n, 100n], doubt: null }

  for (const [name, lie] of Object.entries(lies)) {
    it(`that ${name} is not believed beside another one, which is shown until it stops`, async () => {
      const doubt = `The RPC endpoints disagree about the logs of block ${burned.number}.`
      for (const endpoints of [
        [liar(lie), honest],
        [honest, liar(lie)],
      ]) {
        expect((await catchUp(await indexerOver(...endpoints))).kind).to.equal('contradicted')
        expect(await known()).to.deep.equal({ burns: 0, points: [100n, 100n], doubt })
      }
      expect((await catchUp(await indexerOver(honest, honest))).kind).to.equal('idle')
      expect(await known()).to.deep.equal(truth)
    })
  }

  it('is not believed when it is the only one that is left, and the ledger goes on once enough answer', async () => {
    const down: Eip1193Request = async (args) => {
      if (args.method !== 'eth_chainId') throw new Error('connect ECONNREFUSED')
      return honest(args)
    }
    const lie = liar(lies['names fewer points in both logs']!)
    for (const endpoints of [
      [lie, down, down],
      [down, lie],
    ]) {
      const indexer = await indexerOver(...endpoints)
      const doubt = `Too few RPC endpoints answer: 2 of ${endpoints.length} must agree.`
      for (const finality of [indexer.finality, { kind: 'depth', blocks: 1n }] as const) {
        expect(await catchUp({ ...indexer, finality })).to.deep.equal({ kind: 'contradicted', reason: doubt })
        expect(await known()).to.deep.equal({ burns: 0, points: [100n, 100n], doubt })
      }
    }
    expect((await catchUp(await indexerOver(honest, down, honest))).kind).to.equal('idle')
    expect(await known()).to.deep.equal(truth)
  })

  it('is not believed alone either, where what it says does not add up', async () => {
    for (const name of ['leaves out the burn', 'leaves out the transfer', 'names fewer points in one log']) {
      const outcome = await catchUp(await indexerOver(liar(lies[name]!)))
      expect(outcome.kind, name).to.equal('contradicted')
      const { doubt, burns } = await known()
      expect([burns, doubt], name).to.deep.equal([0, 'reason' in outcome ? outcome.reason : null])
    }
    expect((await catchUp(await indexerOver(honest))).kind).to.equal('idle')
    expect(await known()).to.deep.equal(truth)
  })

  it("is found out alone by the contract's own count, and what it said is read again", async () => {
    for (const name of ['leaves out all of it', 'names fewer points in both logs', 'invents a second burn']) {
      const indexer = await indexerOver(liar(lies[name]!))
      await catchUp(indexer)
      const found = await makeEntryCheck(indexer)()
      expect(found, name).to.include({ kind: 'taken_back', to: null })
      expect('why' in found && found.why, name).to.include('has redeemed 40 and restored 0 points')
    }
    const indexer = await indexerOver(honest)
    expect((await makeEntryCheck(indexer)()).kind).to.equal('taken_back')
    expect((await makeEntryCheck(indexer)()).kind).to.equal('agrees')
    expect(await known()).to.deep.equal(truth)
  })
})
