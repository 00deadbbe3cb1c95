import type { Wallet } from 'ethers'

import { signAccounts } from './accounts.ts'
import { aBatch, FAR_DEADLINE, signedCall } from './batch.ts'
import { networkHelpers } from './chain.ts'
import { DAY, EPOCH, keyOf, PARTNER } from './coalition.ts'
import { domainOf } from './modules.ts'
import type { Modules } from './modules.ts'
import { randomFrom } from './random-from.ts'
import { orderHashOf, redeem, restorationTypes, signedOrder } from './redemption.ts'

type HistoryModules = Pick<
  Modules,
  'issuance' | 'issuer' | 'registry' | 'redemption' | 'token' | 'till' | 'domain' | 'accounts' | 'accountsDomain'
>

/** Everything that happens to members' points, by chance and through the real contracts. */
export class RandomHistory {
  readonly counts: Record<string, number> = {}
  /** Whoever ever had an account, closed ones too. */
  readonly everybody: string[] = []
  private readonly members: Wallet[]
  private readonly modules: HistoryModules
  private readonly draw: (bound: number) => number

  constructor(modules: HistoryModules, seed: number) {
    this.modules = modules
    this.draw = randomFrom(seed)
    this.members = Array.from({ length: 6 }, () => this.newMember())
  }

  /** One thing more. */
  async step(): Promise<void> {
    const kinds: [string, () => Promise<boolean>][] = [
      ['credited', () => this.post('credits')],
      ['credited', () => this.post('credits')],
      ['debited', () => this.post('debits')],
      ['redeemed', () => this.redeemAndRestore(false)],
      ['restored', () => this.redeemAndRestore(true)],
      ['moved', () => this.move()],
      ['epochs passed', () => this.passEpochs()],
      ['swept', () => this.sweep()],
    ]
    const [name, happen] = kinds[this.draw(kinds.length)]!
    if (await happen()) this.counts[name] = (this.counts[name] ?? 0) + 1
  }

  private newMember(): Wallet {
    const member = keyOf(`history ${this.everybody.length}`)
    this.everybody.push(member.address)
    return member
  }

  private pick(): Wallet {
    return this.members[this.draw(this.members.length)]!
  }

  /** Records of anybody, of closed accounts too: their points go on to where they moved. */
  private async post(kind: 'credits' | 'debits'): Promise<boolean> {
    const { issuance, issuer, registry } = this.modules
    const records = Array.from({ length: 1 + this.draw(4) }, () => ({
      account: this.draw(4) === 0 ? this.everybody[this.draw(this.everybody.length)]! : this.pick().address,
      points: BigInt(this.draw(2_000)),
    }))
    const batch = aBatch({ firstEntry: await registry.nextEntry(PARTNER), [kind]: records })
    await issuance.post(...(await signedCall(batch, issuer, await domainOf('Entente Issuance', issuance))))
    return true
  }

  private async redeemAndRestore(restoring: boolean): Promise<boolean> {
    const { redemption, token, till, domain } = this.modules
    const member = this.pick()
    const balance = await token.balanceOf(member.address)
    if (balance === 0n) return false
    const points = 1n + BigInt(this.draw(Number(balance)))
    const signed = await signedOrder(
      domain,
      { member: member.address, points, nonce: (await token.lastNonce(member.address)) + 1n },
      member,
    )
    await networkHelpers.time.increase(1 + this.draw(100))
    const dayBefore = BigInt(await networkHelpers.time.latest()) / BigInt(DAY)
    const chainBefore = await redemption.chainOf(PARTNER, dayBefore)
    await redeem(this.modules, signed)
    const day = BigInt(await networkHelpers.time.latest()) / BigInt(DAY)
    if (!restoring || day !== dayBefore) return !restoring
    const hash = orderHashOf(signed.order)
    const back = 1n + BigInt(this.draw(Number(points)))
    const agreed = { partnerId: PARTNER, order: hash, points: back, restoredBefore: 0n }
    const signature = await till.signTypedData(domain, restorationTypes, agreed)
    const proof = { day, chainBefore, spentOrders: [hash], position: 0n, laterLists: [] }
    await redemption.restore(PARTNER, signed.order, back, proof, signature)
    return true
  }

  private async move(): Promise<boolean> {
    const { accounts, accountsDomain, token } = this.modules
    const from = this.pick()
    if ((await token.accountWord(from.address)) === 0n) return false
    const to = this.newMember()
    const value = { from: from.address, to: to.address, deadline: FAR_DEADLINE }
    const signatures = await Promise.all([from, to].map((key) => signAccounts('Move', accountsDomain, value, key)))
    await accounts.move(from.address, to.address, FAR_DEADLINE, signatures[0]!, signatures[1]!)
    this.members[this.members.indexOf(from)] = to
    return true
  }

  /** Mostly one; now and then so many that all points die. */
  private async passEpochs(): Promise<boolean> {
    await networkHelpers.time.increase(EPOCH * (this.draw(6) === 0 ? 1 + this.draw(7) : 1))
    return true
  }

  private async sweep(): Promise<boolean> {
    await this.modules.token.sweep([this.pick().address, this.pick().address])
    return true
  }
}
