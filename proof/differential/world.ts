import type { Interface } from 'ethers'
import { AbiCoder, TypedDataEncoder, concat, getAddress, getCreateAddress, hexlify, keccak256, toBeHex } from 'ethers'

import type { BenchChain, Deployed } from '../../bench/bench-chain.ts'
import { startSeconds } from '../../bench/bench-chain.ts'
import { accountOf } from '../../bench/credits.ts'
import { batchTypes } from '../../server/chain/batch-typed-data.ts'
import { drawOperation } from './operations.ts'
import type { Operation, PlainWorld } from './plain-world.ts'
import { disputeWindowSeconds, graceSeconds, PlainClearing } from './plain-clearing.ts'
import { PlainLedger, Refusal } from './plain-ledger.ts'
import type { PlainLog } from './plain-ledger.ts'
import { PlainRegistry } from './plain-registry.ts'
import type { Chance } from './random.ts'

/** A short epoch, so that lots expire and months turn all the time. */
export const epochLength = 86_400 * 3
/** That in which every chain begins. */
const firstMonth = 672
const targets = ['token', 'registry', 'issuance', 'clearing'] as const

interface Contracts {
  token: Deployed
  registry: Deployed
  issuance: Deployed
  clearing: Deployed
  driver: Deployed
}

/** The plain model and the real contracts, side by side. */
export class World implements PlainWorld {
  readonly ledger = new PlainLedger()
  readonly registry = new PlainRegistry()
  readonly clearing = new PlainClearing(this.registry, firstMonth)
  readonly partnerCount = 4
  readonly members: string[]
  /** Running hash over every answer, log and state: equal for every compiler setting. */
  digest = `0x${'00'.repeat(32)}`
  readonly chance: Chance
  private readonly chain: BenchChain
  private readonly contracts: Contracts
  private membersMade = 0

  private constructor(chain: BenchChain, contracts: Contracts, chance: Chance) {
    this.chain = chain
    this.contracts = contracts
    this.chance = chance
    this.members = Array.from({ length: 24 }, () => this.newMember())
  }

  static async open(chain: BenchChain, chance: Chance): Promise<World> {
    const driver = await chain.deploy('Driver')
    const manager = await chain.deploy('AccessManager', [driver.address])
    const issuanceAddress = getCreateAddress({ from: chain.owner, nonce: (await chain.nonce()) + 2 })
    const founding = [issuanceAddress, driver.address, driver.address]
    const token = await chain.deploy('PointsToken', [manager.address, 'Points', 'PTS', '', epochLength, founding])
    const registry = await chain.deploy('PartnerRegistry', [manager.address, token.address])
    const issuance = await chain.deploy('PointsIssuance', [token.address, registry.address])
    const terms = [firstMonth, graceSeconds, disputeWindowSeconds]
    const clearing = await chain.deploy('Clearing', [manager.address, registry.address, ...terms])
    await chain.send(driver, 'connect', [token.address, registry.address, clearing.address])
    const world = new World(chain, { token, registry, issuance, clearing, driver }, chance)

    await world.registerPartners()
    return world
  }

  private async registerPartners(): Promise<void> {
    const { registry, driver } = this.contracts
    const calls: [string, string][] = []
    const ask = (method: string, args: unknown[]) =>
      calls.push([registry.address, registry.interface.encodeFunctionData(method, args)])
    for (let id = 1; id <= this.partnerCount; id += 1) {
      ask('register', [id, `Partner ${id}`, driver.address, driver.address])
      ask('raiseAllowance', [id, 2n ** 39n])
      ask('setDailyLimit', [id, 2n ** 37n])
    }
    this.passTime(this.chain.now() + 1)
    for (let id = 1; id <= this.partnerCount; id += 1) {
      this.registry.register(id)
      Object.assign(this.registry.known(id), { allowance: 2n ** 39n, dailyLimit: 2n ** 37n })
    }
    await this.chain.send(driver, 'run', [calls])
  }

  newMember(): string {
    this.membersMade += 1
    return accountOf(`member ${this.membersMade}`)
  }

  /** A closed account stays among the members for a while, so that credits still meet it. */
  replaceMember(from: string, to: string): void {
    if (!this.members.includes(to)) this.members[this.chance.below(this.members.length)] = to
    if (this.chance.oneIn(2)) this.members.splice(this.members.indexOf(from), this.members.includes(from) ? 1 : 0)
    while (this.members.length < 24) this.members.push(this.newMember())
  }

  meetMember(address: string): void {
    this.members[this.chance.below(this.members.length)] = address
  }

  hashBatch(batch: object, credits: string, debits: string): string {
    return TypedDataEncoder.hashStruct('Batch', { Batch: [...batchTypes.Batch] }, { ...batch, credits, debits })
  }

  private passTime(seconds: number): void {
    this.chain.warpTo(seconds)
    this.registry.now = BigInt(seconds)
    this.ledger.epoch = Math.floor(seconds / epochLength) - Math.floor(startSeconds / epochLength) + 1
  }

  /** A third of the time around the next boundary: a second before, on it, a second after. */
  private drawTime(): number {
    const soonest = this.chain.now() + 1
    const boundary = (Math.floor(soonest / epochLength) + 1) * epochLength
    const kind = this.chance.below(12)
    if (kind < 4) return boundary - 1 + this.chance.below(3)
    if (kind === 4) return boundary + this.chance.below(7) * epochLength
    return soonest + this.chance.below(kind < 9 ? 60 : epochLength / 3)
  }

  /** One transaction of many operations, compared with the model. Answers how many single things it did. */
  async step(operationsMax: number): Promise<number> {
    this.passTime(this.drawTime())
    this.ledger.logs = []
    this.registry.logs = []
    this.clearing.logs = []
    const drawn = Array.from({ length: operationsMax }, () => drawOperation(this))
    const answers = drawn.map(({ operation, answer }) => this.encodeAnswer(operation, answer))
    const calls = drawn.map(({ operation }) => this.encodeCall(operation))
    const receipt = await this.chain.send(this.contracts.driver, 'run', [calls])
    const expected = answers.reduce(
      (sum, answer) => keccak256(concat([sum, keccak256(answer)])),
      `0x${'00'.repeat(32)}`,
    )
    if (receipt.logs.at(-1)?.data !== expected)
      await this.explainAnswers(
        receipt.hash,
        drawn.map(({ operation }) => operation),
        answers,
      )
    this.compareLogs(receipt.logs)
    await this.compareState()
    return drawn.reduce((sum, { operation }) => sum + operation.weight, 0)
  }

  private interfaceOf(target: Operation['target']): Interface {
    return this.contracts[target].interface
  }

  private encodeCall({ target, method, args }: Operation): [string, string] {
    return [this.contracts[target].address, this.interfaceOf(target).encodeFunctionData(method, args)]
  }

  private encodeAnswer({ target, method }: Operation, answer: unknown[] | Refusal): string {
    if (!(answer instanceof Refusal))
      return concat(['0x01', this.interfaceOf(target).encodeFunctionResult(method, answer)])
    const owner = targets.find((name) => this.interfaceOf(name).getError(answer.message))!
    return concat(['0x00', this.interfaceOf(owner).encodeErrorResult(answer.message, answer.args)])
  }

  private async explainAnswers(hash: string, operations: Operation[], expected: string[]): Promise<never> {
    const output = await this.chain.outputOf(hash)
    const [got] = AbiCoder.defaultAbiCoder().decode(['bytes[]'], output) as unknown as [string[]]
    const index = expected.findIndex((answer, at) => answer !== got[at])
    const text = JSON.stringify(operations[index], (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    )
    throw new Error(`operation ${index} ${text}: expected ${expected[index]}, got ${got[index]}`)
  }

  private compareLogs(logs: { address: string; topics: string[]; data: string }[]): void {
    const plain = [...this.ledger.logs, ...this.registry.logs, ...this.clearing.logs].map((log) => this.encodeLog(log))
    for (const target of targets) {
      const address = this.contracts[target].address.toLowerCase()
      const got = logs
        .filter((log) => log.address.toLowerCase() === address)
        .map(({ topics, data }) => [...topics, data].join())
      const expected = plain.filter((log) => log.target === target).map(({ text }) => text)
      const at = expected.findIndex((text, index) => text !== got[index])
      if (at !== -1 || got.length !== expected.length) {
        throw new Error(
          `log ${at} of ${target}: expected ${expected[at]} of ${expected.length}, got ${got[at]} of ${got.length}`,
        )
      }
      this.digest = keccak256(concat([this.digest, keccak256(hexlify(new TextEncoder().encode(got.join())))]))
    }
  }

  private encodeLog({ name, args }: PlainLog) {
    const target = targets.find((each) => this.interfaceOf(each).getEvent(name))!
    const { topics, data } = this.interfaceOf(target).encodeEventLog(name, args)
    return { target, text: [...topics, data].join() }
  }

  private async compareState(): Promise<void> {
    const month = this.registry.month() - this.chance.below(3)
    const accounts = [...new Set(this.members)].map((member) => getAddress(member))
    const got = await this.chain.call(this.contracts.driver, 'look', [accounts, this.partnerCount, month])
    const expected = [
      this.ledger.totalSupply(),
      accounts.map((account) => this.lookAt(account)),
      this.lookAtPartners(month),
    ]
    this.compareLook('look', expected, got)
    await this.compareClearing()
  }

  private compareLook(method: string, expected: unknown[], got: unknown[]): void {
    const encode = (values: unknown[]) => this.contracts.driver.interface.encodeFunctionResult(method, values)
    const [left, right] = [encode(expected), encode(got)]
    if (left !== right) throw new Error(`state differs: expected ${printable(expected)}, got ${printable(got)}`)
    this.digest = keccak256(concat([this.digest, keccak256(left)]))
  }

  /** Of the month that is being closed, or of one before it. */
  private async compareClearing(): Promise<void> {
    const { clearing, partnerCount } = this
    const month = clearing.month - this.chance.below(4)
    const ids = Array.from({ length: partnerCount }, (_, index) => index + 1)
    const { closedAt, pool, positions } = clearing.monthOf(month)
    const rows = ids.map((id) => {
      const { state, net, sequence, partnerPayment, operatorPayment } = clearing.positionOf(month, id)
      return [state, net, sequence, partnerPayment, operatorPayment]
    })
    const legs = ids.map((id) => clearing.legsOf(month, id))
    const expected = [clearing.month, clearing.nextPartner, [closedAt, pool, positions], rows, legs]
    const got = await this.chain.call(this.contracts.driver, 'lookAtClearing', [partnerCount, month])
    this.compareLook('lookAtClearing', expected, got)
  }

  private lookAt(address: string): unknown[] {
    const account = this.ledger.account(address)
    const lots = this.ledger.lotsAt(account, this.ledger.epoch)
    const successor = account.successor ?? toBeHex(0, 20)
    return [
      this.ledger.balanceOf(address),
      lots,
      account.nonce,
      account.frozenByOperator,
      account.frozenByMember,
      successor,
      this.ledger.reservationOf(address) ?? toBeHex(0, 20),
    ]
  }

  private lookAtPartners(month: number): unknown[] {
    return [...this.registry.partners.values()].map((partner) => {
      const { allowance, dailyLimit, nextEntry, status } = partner
      const available = this.registry.available(partner)
      const issuable = status !== 'active' ? 0n : available < allowance ? available : allowance
      const { issued, reversed } = this.registry.totals(partner, month)
      const number = this.registry.statusNumber(partner)
      return [number, nextEntry, allowance, dailyLimit, issuable, [issued, reversed]]
    })
  }
}

const printable = (value: unknown) =>
  JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? item.toString() : item))
