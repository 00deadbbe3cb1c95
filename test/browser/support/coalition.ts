import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { expect } from 'chai'

import { freePort } from '../../support/platform/free-port.ts'
import { type Answer, ask } from '../../support/system/ask.ts'
import { waitUntil } from '../../support/system/wait-until.ts'
import { useWorkplace } from '../../support/system/workplace.ts'

/** A server with one brand, as a browser reaches it: by a name, because no passkey is made for a bare address. */
export interface Coalition {
  readonly url: string
  readonly dataFolder: string
  /** The brand's API key. */
  readonly key: string
  readonly operatorKey: string
  /** Asks as the brand's till. */
  till(path: string, body?: unknown): Promise<Answer>
  /** Asks as the operator. */
  operate(path: string, body?: unknown): Promise<Answer>
  /** The newest messages to members, newest first, as `entente messages` shows them. */
  messages(countMax: number): Promise<{ kind: string; to: string; text: string }[]>
  /** Offers a reward of the brand, once for all suites, and returns its id. */
  offer(reward: object): Promise<string>
  /** A new member with a card and a PIN. */
  enrolCard(pin: string): Promise<{ memberId: string; cardNumber: string }>
  /** Holds points as a till does; the member approves at the address that comes back. */
  hold(member: object, points: string): Promise<{ redemptionId: string; approvalUrl: string }>
  /** Sells something, and waits until the points are there. */
  sell(member: object, amountMinor: string): Promise<void>
}

// Outside of any suite: its hooks stand around all suites of the process, which share one server.
const workplace = useWorkplace()
let opened: Promise<Coalition> | undefined

/** The server that all suites share, with one brand that may issue. It is started for the first that asks. */
export function openCoalition(): Promise<Coalition> {
  opened ??= startCoalition()
  return opened
}

async function startCoalition(): Promise<Coalition> {
  const port = String(await freePort())
  const url = `http://localhost:${port}`
  const { dataFolder } = await workplace.start({ args: ['--no-demo'], env: { PORT: port, PUBLIC_URL: url } })
  const terms = ['--allowance', '1000000', '--daily-limit', '1000000']
  const { code, stdout, stderr } = await workplace.run(['partner', 'add', '--name', 'Maison Verte', ...terms, '--json'])
  expect(code, stderr).to.equal(0)
  const { apiKey } = JSON.parse(stdout)
  const operatorKey = (await readFile(join(dataFolder, 'keys/operator-api-key'), 'utf8')).trim()
  const operate: Coalition['operate'] = (path, body) => ask(url, path, { key: operatorKey, body })
  await waitUntil(
    async () => (await operate('/v1/partners')).body.data[0].onChain,
    (onChain: Answer['body']) => onChain?.status === 'active',
  )
  const till: Coalition['till'] = (path, body) => ask(url, path, { key: apiKey.apiKey, body })
  const offered = new Map<object, string>()
  let sales = 0
  let holds = 0
  return {
    url,
    dataFolder,
    key: apiKey.apiKey,
    operatorKey,
    till,
    operate,
    async messages(countMax) {
      const asked = await workplace.run(['messages', '--last', String(countMax), '--json'])
      expect(asked.code, asked.stderr).to.equal(0)
      return JSON.parse(asked.stdout).messages
    },
    async offer(reward) {
      const known = offered.get(reward)
      if (known !== undefined) return known
      const { status, body } = await till('/v1/rewards', reward)
      expect(status, JSON.stringify(body)).to.equal(201)
      offered.set(reward, body.rewardId)
      return body.rewardId
    },
    async enrolCard(pin) {
      const { status, body } = await till('/v1/members', { kind: 'card' })
      expect(status).to.equal(201)
      const set = await till(`/v1/members/${String(body.memberId)}/pin`, { pin })
      expect(set.status, JSON.stringify(set.body)).to.be.within(200, 299)
      return body
    },
    async hold(member, points) {
      holds += 1
      const reference = `HOLD-${String(holds).padStart(4, '0')}`
      const headers = { 'Idempotency-Key': reference }
      const held = await ask(url, '/v1/redemptions', {
        key: apiKey.apiKey,
        body: { reference, member, points },
        headers,
      })
      expect(held.status, JSON.stringify(held.body)).to.equal(201)
      return held.body
    },
    async sell(member, amountMinor) {
      sales += 1
      const orderRef = `SALE-${String(sales).padStart(4, '0')}`
      const occurredAt = new Date().toISOString()
      const sold = await till('/v1/purchases', { orderRef, member, currency: 'GBP', amountMinor, occurredAt })
      expect(sold.status, JSON.stringify(sold.body)).to.equal(201)
      await waitUntil(
        async () => (await till(`/v1/purchases/${String(sold.body.purchaseId)}`)).body.state,
        (state) => state === 'confirmed' || state === 'final',
      )
    },
  }
}
