import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

import { expect } from 'chai'

import type { PurchaseIntake } from '../../../server/actions/purchases/record-purchase.ts'
import { recordPurchases } from '../../../server/actions/purchases/record-purchases.ts'
import { issueApiKey } from '../../../server/actions/partners/issue-api-key.ts'
import { createIntake } from '../../../server/actions/requests/intake.ts'
import { TURN_ITEMS_MIN } from '../../../server/actions/requests/intake-turns.ts'
import { commitToOrder } from '../../../server/chain/receipts-tree.ts'
import { sharedTestDatabase } from '../../support/database.ts'
import { aMember, aPartner, send } from './support/coalition.ts'
import { startApi, type RunningApi } from './support/running-api.ts'

const KEYS = 4
const PER_KEY = 5
const SLOW_BODIES = 300

describe('a flood of purchases', function () {
  this.timeout(60_000)

  let api: RunningApi
  /** Whose purchases each transaction had, and how many were submitted so far. */
  let transactions: number[][]
  let submitted: number
  let letGo: () => void

  beforeEach(async function () {
    transactions = []
    submitted = 0
    let purchaseIntake: PurchaseIntake | undefined
    const held = new Promise<void>((resolve) => (letGo = resolve))
    api = await startApi(await sharedTestDatabase(), {
      overrides: {
        purchaseIntake: {
          submit: (submission) => {
            submitted += 1
            purchaseIntake ??= createIntake(async (all) => {
              transactions.push(all.map(({ partnerId }) => partnerId))
              await held
              return recordPurchases({ ...api.deps, commitOrder: commitToOrder }, all)
            })
            return purchaseIntake.submit(submission)
          },
        },
      },
    })
  })

  afterEach(() => api.close())

  const sell = async (key: string, orderRef: string, card: string) => {
    const body = {
      orderRef,
      member: { kind: 'card', value: card },
      currency: 'GBP',
      amountMinor: '1000',
      occurredAt: '2026-11-23T10:00:00Z',
    }
    return (await send(api.url, '/v1/purchases', { key, body })).status
  }

  const keysOf = async (partnerId: number, count: number) => {
    const terms = { partnerId, scopes: ['purchases:write'], expiresAt: null, replaces: null } as const
    const issued = Array.from({ length: count }, (_, at) => issueApiKey(api.deps, { ...terms, label: `till ${at}` }))
    return (await Promise.all(issued)).map(({ text }) => text)
  }

  it('by one partner with many keys has one share, and another all of its own', async function () {
    const flood = await aPartner(api.deps, 'Flood')
    const other = await aPartner(api.deps, 'Other')
    const { card } = await aMember(api.deps)
    const keys = await keysOf(flood.id, KEYS)
    const sold = keys.flatMap((key, at) => Array.from({ length: PER_KEY }, (_, n) => sell(key, `${at}-${n}`, card)))
    sold.push(sell(other.key, 'other', card))
    while (submitted < KEYS * PER_KEY + 1) await pause(5)
    letGo()
    expect(new Set(await Promise.all(sold))).to.deep.equal(new Set([201]))
    // Whoever came first was alone in the first transaction.
    const next = transactions[transactions[0]?.includes(other.id) === true ? 0 : 1] ?? []
    expect(next.filter((id) => id === other.id)).to.have.length(1)
    expect(next.filter((id) => id === flood.id).length).to.be.at.most(TURN_ITEMS_MIN)
  })

  it('whose bodies do not arrive takes no turn of others, and neither does one without a key', async function () {
    letGo()
    const slow = await aPartner(api.deps, 'Slow')
    const other = await aPartner(api.deps, 'Other')
    const { card } = await aMember(api.deps)
    const sockets: Socket[] = []
    const beginning = (key: string) =>
      `POST /v1/purchases HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: 200\r\n\r\n{`
    for (let at = 0; at < SLOW_BODIES; at += 1) {
      const socket = connect(api.port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.write(beginning(at % 2 === 0 ? slow.key : 'nobody'))
      sockets.push(socket)
    }
    await pause(200)
    expect(await sell(other.key, 'beside', card)).to.equal(201)
    expect(transactions).to.deep.equal([[other.id]])
    for (const socket of sockets) socket.destroy()
    expect(await sell(slow.key, 'after', card), 'aborted requests hold no place').to.equal(201)
    expect(transactions).to.deep.equal([[other.id], [slow.id]])
  })
})
