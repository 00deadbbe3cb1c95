import { expect } from 'chai'

import type { ChainLog } from '../../../server/chain/read-logs.ts'
import { LogsContradiction } from '../../../server/indexer/chain-contradiction.ts'
import type { LotsByAccount } from '../../../server/indexer/move-lots.ts'
import { type BlockFacts, planBlock } from '../../../server/indexer/plan-block.ts'

const NOBODY = '0x0000000000000000000000000000000000000000'
const ANN = '0x00000000000000000000000000000000000000a1'
const BOB = '0x00000000000000000000000000000000000000b2'
const TX = '0x01'

type Unplaced = ChainLog extends infer Each
  ? Each extends ChainLog
    ? Omit<Each, 'logIndex' | 'transactionHash'>
    : never
  : never

const transfer = (from: string, to: string, points: bigint): Unplaced =>
  ({ kind: 'transfer', from, to, points }) as Unplaced
const posted = (firstEntry: bigint, credited: bigint, debited = 0n, partnerId = 7): Unplaced => ({
  kind: 'batch_posted',
  partnerId,
  firstEntry,
  entryCount: 1,
  receiptsRoot: '0x0a',
  batchHash: '0x0b',
  credited,
  debited,
})

/** Facts of a block in epoch 9 with these logs, all of one transaction unless they say otherwise. */
function aBlock(
  logs: Unplaced[],
  lots: Record<string, [number, bigint][]> = {},
  facts: Partial<BlockFacts> = {},
): BlockFacts {
  const owned: LotsByAccount = new Map(Object.entries(lots).map(([account, own]) => [account, new Map(own)]))
  return {
    number: 100n,
    hash: '0x0c',
    timestamp: new Date(0),
    epoch: 9,
    lots: owned,
    seenAt: new Date(0),
    gasUsed: new Map([[TX, 1n]]),
    nextEntryApplied: new Map(),
    nextEntryOnChain: new Map(),
    logs: logs.map((log, logIndex) => ({ transactionHash: TX, ...log, logIndex })),
    ...facts,
  }
}

const movements = (facts: BlockFacts) =>
  planBlock(facts).movements.map(({ account, epoch, points, kind }) => [account, epoch, points, kind])

describe('planBlock', function () {
  it('tells the batches of one transaction apart', () => {
    const facts = aBlock([
      transfer(NOBODY, ANN, 5n),
      posted(1n, 5n),
      transfer(NOBODY, BOB, 3n),
      transfer(ANN, NOBODY, 2n),
      posted(1n, 3n, 2n, 8),
    ])
    expect(movements(facts)).to.deep.equal([
      [ANN, 9, 5n, 'accrual'],
      [BOB, 9, 3n, 'accrual'],
      [ANN, 9, -2n, 'accrual_reversal'],
    ])
  })

  it('moves all lots of an account that changes its key', () => {
    const facts = aBlock([transfer(ANN, BOB, 9n)], {
      [ANN]: [
        [7, 4n],
        [9, 5n],
      ],
    })
    expect(movements(facts)).to.have.deep.members([
      [ANN, 7, -4n, 'account_move'],
      [BOB, 7, 4n, 'account_move'],
      [ANN, 9, -5n, 'account_move'],
      [BOB, 9, 5n, 'account_move'],
    ])
  })

  it('follows a credit and a debit that the ledger passes on to the successor of a closed account', () => {
    const facts = aBlock(
      [
        transfer(NOBODY, ANN, 4n),
        transfer(ANN, BOB, 4n),
        transfer(BOB, ANN, 6n),
        transfer(ANN, NOBODY, 6n),
        posted(1n, 4n, 6n),
      ],
      { [BOB]: [[8, 5n]] },
    )
    planBlock(facts)
    expect([...facts.lots.get(BOB)!]).to.deep.equal([[8, 3n]])
    expect([...facts.lots.get(ANN)!]).to.deep.equal([])
  })

  it('lets the sixth epoch live and the seventh die', () => {
    const facts = aBlock([transfer(ANN, NOBODY, 2n), transfer(ANN, NOBODY, 5n), posted(1n, 0n, 5n)], {
      [ANN]: [
        [3, 2n],
        [4, 6n],
      ],
    })
    expect(movements(facts)).to.deep.equal([
      [ANN, 3, -2n, 'expiry'],
      [ANN, 4, -5n, 'accrual_reversal'],
    ])
  })

  for (const [what, facts] of [
    ['points that appear without a batch', aBlock([transfer(NOBODY, ANN, 5n)])],
    [
      'points of a transaction that posted nothing',
      aBlock([transfer(NOBODY, ANN, 5n), { ...posted(1n, 0n), transactionHash: '0x02' } as never]),
    ],
    ['points that vanish without a batch', aBlock([transfer(ANN, NOBODY, 5n)], { [ANN]: [[9, 5n]] })],
    [
      'an expiry of other points than were due',
      aBlock([transfer(ANN, NOBODY, 5n), posted(1n, 0n, 5n)], {
        [ANN]: [
          [2, 3n],
          [9, 5n],
        ],
      }),
    ],
    [
      'more points leaving than there were',
      aBlock([transfer(ANN, NOBODY, 6n), posted(1n, 0n, 6n)], { [ANN]: [[9, 5n]] }),
    ],
    ['a batch whose transfers do not add up', aBlock([transfer(NOBODY, ANN, 5n), posted(1n, 6n)])],
    ['a gap in the numbers of entries', aBlock([transfer(NOBODY, ANN, 5n), posted(2n, 5n)])],
    [
      'a batch that was applied before',
      aBlock([transfer(NOBODY, ANN, 5n), posted(1n, 5n)], {}, { nextEntryApplied: new Map([[7, 2n]]) }),
    ],
    [
      'a batch that the contract does not count',
      aBlock([transfer(NOBODY, ANN, 5n), posted(1n, 5n)], {}, { nextEntryOnChain: new Map([[7, 1n]]) }),
    ],
    [
      'a contract that is further than the logs',
      aBlock([transfer(NOBODY, ANN, 5n), posted(1n, 5n)], {}, { nextEntryOnChain: new Map([[7, 3n]]) }),
    ],
    ['a batch without a receipt', aBlock([transfer(NOBODY, ANN, 5n), posted(1n, 5n)], {}, { gasUsed: new Map() })],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => planBlock(facts)).to.throw(LogsContradiction)
    })
  }
})
