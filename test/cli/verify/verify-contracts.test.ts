import { expect } from 'chai'

import { type Explorer, ExplorerRefusal, type JobState, type Submission } from '../../../cli/verify/explorer.ts'
import { LOOKS_MAX, TRIES_MAX, verifyContracts } from '../../../cli/verify/verify-contracts.ts'
import type { DeploymentRecord } from '../../../server/chain/deployment-record.ts'
import { Transient } from '../../../server/domain/rejection.ts'

const address = (index: number) => `0x${String(index).padStart(40, '0')}` as const
const record: DeploymentRecord = {
  chainId: 4_711,
  accessManager: address(1),
  token: address(2),
  registry: address(3),
  issuance: address(4),
  redemption: address(5),
  accounts: address(6),
  clearing: address(7),
  logAnchors: address(10),
  name: 'Test Points',
  symbol: 'POINTS',
  contractUri: '',
  epochLength: 86_400,
  deployer: address(7),
  firstNonce: 0,
  admin: address(8),
  operator: address(9),
  plannedAtBlock: 0,
  clearingPlan: { nonce: 6, firstMonth: 682 },
  logAnchorsNonce: 7,
  epochOrigin: 0,
  isComplete: true,
}
const CONTRACTS = [
  'AccessManager',
  'PointsToken',
  'PartnerRegistry',
  'PointsIssuance',
  'PointsRedemption',
  'PointsAccounts',
  'Clearing',
  'LogAnchors',
]

/** An explorer that verifies everything at once, but for what a test says. */
function anExplorer(own: Partial<Explorer> = {}): Explorer & { submitted: string[] } {
  const submitted: string[] = []
  return {
    name: 'Sourcify',
    find: async () => undefined,
    look: async () => ({ status: 'verified', match: 'exact' }),
    ...own,
    async submit(submission: Submission) {
      submitted.push(submission.name)
      return own.submit === undefined ? submission.name : own.submit(submission)
    },
    submitted,
  }
}

async function verify(...explorers: Explorer[]) {
  const waits: number[] = []
  const sleep = async (ms: number) => {
    waits.push(ms)
  }
  const verifications = await verifyContracts({ explorers, sleep }, record)
  const waitedMs = waits.reduce((sum, ms) => sum + ms, 0)
  return { verifications, outcomes: verifications.map(({ outcome }) => outcome), waitedMs }
}

/** A question that fails for a while before nothing is found. */
const awayFor = (times: number) => {
  let left = times
  return async () => {
    left -= 1
    if (left >= 0) throw new Transient('the explorer is away', null)
    return undefined
  }
}

describe('verifyContracts', function () {
  it('shows the eight contracts to each explorer and tells of each', async function () {
    const explorers = [anExplorer(), anExplorer({ name: 'Etherscan' })]
    const told: string[] = []
    const onVerification = ({ explorer, contract }: { explorer: string; contract: string }) => {
      told.push(`${explorer} ${contract}`)
    }
    const verifications = await verifyContracts({ explorers, sleep: async () => undefined, onVerification }, record)
    expect(told).to.deep.equal(['Sourcify', 'Etherscan'].flatMap((name) => CONTRACTS.map((each) => `${name} ${each}`)))
    expect(verifications[1]).to.deep.equal({
      contract: 'PointsToken',
      address: record.token,
      explorer: 'Sourcify',
      outcome: 'verified',
      match: 'exact',
      reason: null,
    })
  })

  it('submits nothing that is verified, and tries to better a partial match', async function () {
    const exact = anExplorer({ find: async () => ({ match: 'exact' }) })
    expect((await verify(exact)).outcomes).to.deep.equal(CONTRACTS.map(() => 'already_verified'))
    expect(exact.submitted).to.deep.equal([])
    const partial = anExplorer({ find: async () => ({ match: 'partial' }) })
    expect((await verify(partial)).outcomes).to.deep.equal(CONTRACTS.map(() => 'verified'))
    const final = anExplorer({ find: async () => ({ match: 'partial' }), submit: async () => undefined })
    const { verifications } = await verify(final)
    expect(verifications[0]).to.include({ outcome: 'already_verified', match: 'partial' })
  })

  it('goes on with the others when one contract is refused', async function () {
    const look = async (job: string): Promise<JobState> =>
      job === 'PointsToken' ? { status: 'refused', reason: 'no match' } : { status: 'verified', match: 'exact' }
    const { verifications } = await verify(anExplorer({ look }))
    const failed = verifications.filter(({ outcome }) => outcome === 'failed')
    expect(failed).to.have.length(1)
    expect(failed[0]).to.include({ contract: 'PointsToken', reason: 'no match', match: null })
  })

  it('tries seven times over two minutes, and not an eighth', async function () {
    expect(TRIES_MAX).to.equal(7)
    const late = await verify(anExplorer({ find: awayFor(TRIES_MAX - 1) }))
    expect(late.outcomes).to.deep.equal(CONTRACTS.map(() => 'verified'))
    expect(late.waitedMs).to.be.within(120_000, 140_000)
    const { verifications } = await verify(anExplorer({ find: awayFor(TRIES_MAX) }))
    expect(verifications[0]).to.include({ outcome: 'failed' })
    expect(verifications[0]?.reason).to.contain('the explorer is away').and.contain('tried 7 times')
  })

  it('asks an explorer that is away about one contract only, and the next explorer all the same', async function () {
    let asked = 0
    const find = async () => {
      asked += 1
      throw new Transient('the explorer is away', null)
    }
    const other = anExplorer({ name: 'Etherscan' })
    const { outcomes } = await verify(anExplorer({ find }), other)
    expect(asked).to.equal(TRIES_MAX)
    expect(outcomes).to.deep.equal([...CONTRACTS.map(() => 'failed'), ...CONTRACTS.map(() => 'verified')])
  })

  it('looks at a job for five minutes, and no longer', async function () {
    const after = (pending: number) => {
      let looks = 0
      return anExplorer({
        find: async ({ name }) => (name === 'AccessManager' ? undefined : { match: 'exact' }),
        look: async () => {
          looks += 1
          return looks <= pending ? { status: 'pending' } : { status: 'verified', match: 'exact' }
        },
      })
    }
    const slow = await verify(after(LOOKS_MAX - 1))
    expect(slow.outcomes[0]).to.equal('verified')
    expect(slow.waitedMs).to.be.within(300_000, 320_000)
    const stuck = await verify(after(LOOKS_MAX))
    expect(stuck.outcomes[0]).to.equal('failed')
    expect(stuck.verifications[0]?.reason).to.contain('still in its queue')
  })

  it('submits again when a job ended for a reason that passes', async function () {
    const states: JobState[] = [{ status: 'try_again', reason: 'the contract is not there yet' }]
    const explorer = anExplorer({ look: async () => states.shift() ?? { status: 'verified', match: 'exact' } })
    expect((await verify(explorer)).outcomes[0]).to.equal('verified')
    expect(explorer.submitted.slice(0, 3)).to.deep.equal(['AccessManager', 'AccessManager', 'PointsToken'])
  })

  it('takes a look that fails for a moment as no news', async function () {
    const away = awayFor(3)
    const explorer = anExplorer({
      look: async () => {
        await away()
        return { status: 'verified', match: 'exact' }
      },
    })
    expect((await verify(explorer)).outcomes[0]).to.equal('verified')
    expect(explorer.submitted.slice(0, 2)).to.deep.equal(['AccessManager', 'PointsToken'])
  })

  it('lets a fault of its own through', async function () {
    const find = async () => {
      throw new TypeError('a bug')
    }
    const failure = await verify(anExplorer({ find })).catch((error: unknown) => error)
    expect(failure).to.be.instanceOf(TypeError).and.not.instanceOf(ExplorerRefusal)
  })
})
