/** What a partner's month came to, as a finance department would write it down. */
export interface ModelMonth {
  issued: bigint
  reversed: bigint
  redeemed: bigint
  restored: bigint
}

/** What can happen, by whom, and how many points of it. Restorations are of the newest redemption of the month that has some left. */
export interface Act {
  readonly kind: 'accrual' | 'reversal' | 'redemption' | 'restoration'
  readonly partner: number
  readonly member: number
  readonly points: number
}

/** A redemption of the running month. */
export interface ModelRedemption {
  readonly partner: number
  left: bigint
}

/** A plain model of the coalition: counters by partner, what members have, and what they can still bring back. */
export class MonthsModel {
  readonly months = new Map<string, ModelMonth>()
  private readonly balances = new Map<number, bigint>()
  private readonly bought = new Map<string, bigint>()
  redemptions: ModelRedemption[] = []

  monthOf(month: number, partner: number): ModelMonth {
    const key = `${month} ${partner}`
    const made = this.months.get(key) ?? { issued: 0n, reversed: 0n, redeemed: 0n, restored: 0n }
    this.months.set(key, made)
    return made
  }

  /** Does as much of an act as can be done; says how many points that is, and of which redemption. */
  apply(month: number, { kind, partner, member, points }: Act): { points: bigint; of: number } {
    const own = `${partner} ${member}`
    const balance = this.balances.get(member) ?? 0n
    const bought = this.bought.get(own) ?? 0n
    const asked = BigInt(points)
    const of = this.redemptions.findLastIndex((one) => one.partner === partner && one.left > 0n)
    const most = { accrual: asked, reversal: balance < bought ? balance : bought, redemption: balance }
    const max = kind === 'restoration' ? (this.redemptions[of]?.left ?? 0n) : most[kind]
    const done = asked < max ? asked : max
    if (done === 0n) return { points: 0n, of }
    const cell = this.monthOf(month, partner)
    if (kind === 'accrual') cell.issued += done
    if (kind === 'reversal') cell.reversed += done
    if (kind === 'redemption') cell.redeemed += done
    if (kind === 'restoration') cell.restored += done
    if (kind === 'accrual' || kind === 'reversal') {
      const change = kind === 'accrual' ? done : -done
      this.balances.set(member, balance + change)
      this.bought.set(own, bought + change)
    } else if (kind === 'redemption') {
      this.balances.set(member, balance - done)
      this.redemptions.push({ partner, left: done })
    } else {
      // What is given back is the member's who redeemed; nobody spends it again in this model.
      this.redemptions[of]!.left -= done
    }
    return { points: done, of }
  }
}
