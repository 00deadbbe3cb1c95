/**
 * A group of fewer members than this is not told apart: 10 is the least that hides one member even from somebody who knows a few
 * of the others, and what statistical offices ask for at least. docs/decisions/0041-figures.md
 */
export const FLOW_MEMBERS_MIN = 10

/** Significant digits of points that are shown. A brand knows what each of its customers redeemed: of an exact sum it could find out whose points it is made of. */
const FLOW_DIGITS = 2

/** What members of one brand redeemed at one brand in a month. */
export interface Flow {
  /** Where the members earn most; null: members of whom no purchase is known here. */
  readonly homeId: number | null
  /** Where they redeemed. */
  readonly partnerId: number
  readonly members: number
  readonly points: bigint
}

/** The same as it may be shown; null: hidden. */
export interface ShownFlow extends Omit<Flow, 'members' | 'points'> {
  readonly members: number | null
  /** Rounded to two significant digits. */
  readonly points: bigint | null
}

/**
 * The flows of a month as anybody may see them: those that are not zero or are hidden, by where the points were redeemed and by home.
 *
 * The groups at one brand are apart from each other, since every member has one home; their sum is what the brand redeemed, which it
 * knows. So each brand's groups are hidden for themselves. Nothing that adds up groups of several brands is shown.
 */
export function hideSmallFlows(flows: readonly Flow[], partnerIds: readonly number[]): ShownFlow[] {
  const homes = [...partnerIds.toSorted((a, b) => a - b), null]
  const byPartner = Map.groupBy(flows, ({ partnerId }) => partnerId)
  return homes.flatMap((partnerId) => {
    if (partnerId === null) return []
    const found = new Map((byPartner.get(partnerId) ?? []).map((flow) => [flow.homeId, flow]))
    const column = homes.map((homeId) => found.get(homeId) ?? { homeId, partnerId, members: 0, points: 0n })
    const hidden = chooseHidden(column.map(({ members }) => members))
    return column.flatMap((flow, at): ShownFlow[] => {
      if (hidden.has(at)) return [{ ...flow, members: null, points: null }]
      return flow.members === 0 ? [] : [{ ...flow, points: roundPoints(flow.points) }]
    })
  })
}

/**
 * Which of the groups of one brand are hidden, by their place. Besides those that are too small: the next one that has members, by its
 * place and never by its size, from which somebody who knows this rule could tell the size of the others; and all, where even together
 * they are too few.
 */
export function chooseHidden(members: readonly number[]): ReadonlySet<number> {
  const hidden = new Set(members.keys().filter((at) => isSmall(members[at] ?? 0)))
  const [first] = hidden
  if (first === undefined) return hidden
  if (sumOf(members, hidden) < FLOW_MEMBERS_MIN) {
    const next = members.map((_, step) => (first + step) % members.length)
    const other = next.find((at) => !hidden.has(at) && (members[at] ?? 0) > 0)
    if (other === undefined) return new Set(members.keys())
    hidden.add(other)
  }
  return hidden
}

const isSmall = (members: number) => members > 0 && members < FLOW_MEMBERS_MIN

const sumOf = (members: readonly number[], at: ReadonlySet<number>) =>
  [...at].reduce((sum, one) => sum + (members[one] ?? 0), 0)

/** Points to two significant digits, halves up. */
export function roundPoints(points: bigint): bigint {
  const step = 10n ** BigInt(Math.max(0, String(points).length - FLOW_DIGITS))
  return ((points + step / 2n) / step) * step
}
