import { expect } from 'chai'

import type { ChainLog } from '../../../server/chain/read-logs.ts'
import { LogsContradiction } from '../../../server/indexer/chain-contradiction.ts'
import type { LotsByAccount } from '../../../server/indexer/move-lots.ts'
import type { BlockFacts } from '../../../server/indexer/block-facts.ts'
import { planBlock } from '../../../server/indexer/plan-block.ts'

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
const redeemed = (account: string, points: bigint, nonce = 1): Unplaced =>
  ({ kind: 'redeemed', partnerId: 7, account, points, reward: '0x0d', nonce }) as Unplaced
const refused = (account: string, nonce = 1): Unplaced =>
  ({ kind: 'refused', partnerId: 7, account, nonce, reason: 'insufficient' }) as Unplaced
const restored = (account: string, points: bigint): Unplaced =>
  ({ kind: 'restored', partnerId: 7, account, points, orderHash: '0x0e' }) as Unplaced
const moved = (account: string, toAccount: string, points: bigint): Unplaced =>
  ({ kind: 'account_event', event: 'moved', account, toAccount, readyAt: null, by: null, points }) as Unplaced

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
    receipts: new Map([[TX, { gasUsed: 1n, sender: ANN }]]),
    nextEntryApplied: new Map(),
    nextEntryOnChain: new Map(),
    logs: logs.map((log, logIndex) => ({ transactionHash: TX, ...log, logIndex })),
    ...facts,
  }
}

const movements = (facts: BlockFacts) =>
  planBlock(facts).movement.map(({ account, epoch, points, kind }) => [account, epoch, points, kind])

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

  it('takes a redemption from the oldest lots, after what has expired', () => {
    const facts = aBlock(
      [
        transfer(ANN, NOBODY, 2n),
        transfer(ANN, NOBODY, 7n),
        transfer(BOB, NOBODY, 1n),
        redeemed(ANN, 7n),
        redeemed(BOB, 1n),
      ],
      {
        [ANN]: [
          [3, 2n],
          [8, 5n],
          [9, 4n],
        ],
        [BOB]: [[9, 1n]],
      },
    )
    expect(movements(facts)).to.deep.equal([
      [ANN, 3, -2n, 'expiry'],
      [ANN, 8, -5n, 'redemption'],
      [ANN, 9, -2n, 'redemption'],
      [BOB, 9, -1n, 'redemption'],
    ])
  })

  it('tells lists, a restoration and a batch of one transaction apart', () => {
    const facts = aBlock(
      [
        transfer(ANN, NOBODY, 3n),
        redeemed(ANN, 3n),
        refused(BOB),
        restored(ANN, 2n),
        transfer(NOBODY, ANN, 2n),
        transfer(NOBODY, BOB, 6n),
        posted(1n, 6n),
        transfer(BOB, NOBODY, 1n),
        refused(ANN, 2),
        redeemed(BOB, 1n, 2),
      ],
      { [ANN]: [[8, 3n]] },
    )
    const rows = planBlock(facts)
    expect(rows.movement.map(({ account, epoch, points, kind }) => [account, epoch, points, kind])).to.deep.equal([
      [ANN, 8, -3n, 'redemption'],
      [ANN, 9, 2n, 'redemption_reversal'],
      [BOB, 9, 6n, 'accrual'],
      [BOB, 9, -1n, 'redemption'],
    ])
    expect(
      rows.redemption_event.map(({ kind, account, points, nonce }) => [kind, account, points, nonce]),
    ).to.deep.equal([
      ['redeemed', ANN, 3n, 1],
      ['refused', BOB, null, 1],
      ['restored', ANN, 2n, null],
      ['refused', ANN, null, 2],
      ['redeemed', BOB, 1n, 2],
    ])
  })

  it('follows points that come back to an account that was closed since', () => {
    const facts = aBlock([restored(ANN, 2n), transfer(NOBODY, ANN, 2n), transfer(ANN, BOB, 2n)])
    expect(movements(facts)).to.deep.equal([
      [ANN, 9, 2n, 'redemption_reversal'],
      [ANN, 9, -2n, 'account_move'],
      [BOB, 9, 2n, 'account_move'],
    ])
  })

  for (const [what, facts] of [
    ['a burn that no order explains', aBlock([transfer(ANN, NOBODY, 5n), refused(ANN)], { [ANN]: [[9, 5n]] })],
    ['an order that burned nothing', aBlock([redeemed(ANN, 5n)], { [ANN]: [[9, 5n]] })],
    ['an order that burned other points', aBlock([transfer(ANN, NOBODY, 4n), redeemed(ANN, 5n)], { [ANN]: [[9, 5n]] })],
    ['an order of another member', aBlock([transfer(ANN, NOBODY, 5n), redeemed(BOB, 5n)], { [ANN]: [[9, 5n]] })],
    [
      'an order of another transaction',
      aBlock([transfer(ANN, NOBODY, 5n), { ...redeemed(ANN, 5n), transactionHash: '0x02' } as never], {
        [ANN]: [[9, 5n]],
      }),
    ],
    ['a burn in the place of an expiry', aBlock([transfer(ANN, NOBODY, 5n), redeemed(ANN, 5n)], { [ANN]: [[3, 5n]] })],
    ['points that come back without a credit', aBlock([restored(ANN, 5n)])],
    ['other points than those that come back', aBlock([restored(ANN, 5n), transfer(NOBODY, ANN, 6n)])],
    ['points that come back to somebody else', aBlock([restored(ANN, 5n), transfer(NOBODY, BOB, 5n)])],
    [
      'two credits for what came back once',
      aBlock([restored(ANN, 5n), transfer(NOBODY, ANN, 5n), transfer(NOBODY, ANN, 5n)]),
    ],
    ['a move without its transfer', aBlock([moved(ANN, BOB, 5n)], { [ANN]: [[9, 5n]] })],
    ['a move of other points', aBlock([transfer(ANN, BOB, 5n), moved(ANN, BOB, 4n)], { [ANN]: [[9, 5n]] })],
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
    ['a batch without a receipt', aBlock([transfer(NOBODY, ANN, 5n), posted(1n, 5n)], {}, { receipts: new Map() })],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => planBlock(facts)).to.throw(LogsContradiction)
    })
  }
})
