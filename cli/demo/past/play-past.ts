import { readHead } from '../../../server/chain/read-head.ts'
import type { Parts } from '../../../server/compose-parts.ts'
import { keyFiles } from '../../../server/config/key-files.ts'
import { monthText } from '../../../server/domain/utc-days.ts'
import type { ToldTime } from '../../../server/told-time.ts'
import type { Operator } from '../../operator.ts'
import { readOrMakeDemoMembers } from '../demo-members.ts'
import { type DemoState, writeDemoState } from '../demo-state.ts'
import { type DemoMember, setPins } from '../enrol-members.ts'
import { setUpCoalition } from '../set-up-coalition.ts'
import { closePastMonth, disputeStatement, payPastMonth } from './clear-past-month.ts'
import { planPastOf } from './open-past.ts'
import type { Past } from './past.ts'
import { PAST_CUSTOMERS, type PastPlan } from './past-plan.ts'
import { announceDemoPrices, executeDemoPrices } from './set-demo-prices.ts'
import { enrolRegulars, sellInPast, spendInPast } from './shop-in-past.ts'
import { openTimeline, type Timeline } from './timeline.ts'

/** Something that happens at a time. Done again, it changes nothing. */
interface Scene {
  readonly at: Date
  play(): Promise<void>
}

/** A scene takes minutes of the told time. Blocks that are later were mined while nobody told it. */
const SCENE_MS_MAX = 3_600_000
/** Whose statement of the last month is disputed: the brand whose console can be tried. */
const DISPUTED_BRAND = 0

/**
 * Lives through the months before the sample day, by the actions, steps and contracts that any month takes, and then lets the time go. A start
 * that was killed goes on with the scene that it was in.
 */
export async function playPast(
  parts: Parts,
  {
    operator,
    state,
    told,
    sayTime,
  }: { operator: Operator; state: DemoState; told: ToldTime; sayTime: (line: string) => void },
): Promise<DemoState> {
  const { dataFolder } = parts.config
  const { past } = state
  if (past === null) throw new Error('a time is told to a demo that has a past')
  const timeline = openTimeline(parts, told)
  const plan = planPastOf(state, past.firstMonth)
  const livedUntil = (time: Date, isOver = false): DemoState => ({
    ...state,
    past: { ...past, time: time.toISOString(), isOver },
  })
  const head = new Date(Number((await readHead(parts.opened.chain)).timestamp) * 1_000)
  if (head.getTime() <= Date.parse(past.time) + SCENE_MS_MAX) {
    told.tell(head)
    sayTime('three past months: five brands sell, redeem, and settle what they owe each other')
    const scenes = await makeScenes(parts, { operator, plan, timeline, firstMonth: past.firstMonth, sayTime })
    for (const scene of scenes) {
      if (scene.at < new Date(past.time)) continue
      writeDemoState(dataFolder, livedUntil(scene.at))
      await timeline.goTo(scene.at)
      await scene.play()
    }
    const present = new Date()
    writeDemoState(dataFolder, livedUntil(present))
    await timeline.returnTo(present)
  } else sayTime('the past months were cut off, and time has gone on since: they stay as they are')
  const over = livedUntil(new Date(), true)
  writeDemoState(dataFolder, over)
  told.end()
  return over
}

/** All that happens, in its order. */
async function makeScenes(
  parts: Parts,
  {
    operator,
    plan,
    timeline,
    firstMonth,
    sayTime,
  }: {
    operator: Operator
    plan: PastPlan
    timeline: Timeline
    firstMonth: number
    sayTime: (line: string) => void
  },
): Promise<Scene[]> {
  const { api } = operator
  const files = keyFiles(parts.config.dataFolder)
  const partners = await setUpCoalition(operator, files.demoKeys, () => timeline.pass())
  const past: Past = { parts, api, operator, partners, timeline }
  const regulars = await openRegulars(past)
  const founding: Scene[] = [
    { at: plan.foundedAt, play: () => announceDemoPrices(past, firstMonth) },
    { at: plan.pricedAt, play: () => executeDemoPrices(past, firstMonth) },
  ]
  const months = plan.months.flatMap((month): Scene[] => {
    const { soldAt, spentAt, closedAt, paidAt } = month
    const close = async () => {
      await closePastMonth(past, month.month)
      sayTime(`${monthText(month.month)} is over and closed`)
      const disputer = partners[DISPUTED_BRAND]
      if (paidAt === null && disputer !== undefined) await disputeStatement(past, disputer, month.month)
    }
    return [
      { at: soldAt, play: () => sellInPast(past, month) },
      { at: spentAt, play: () => spendInPast(past, month, regulars) },
      { at: closedAt, play: close },
      ...(paidAt === null ? [] : [{ at: paidAt, play: () => payPastMonth(past, month.month) }]),
    ]
  })
  return [...founding, ...months].toSorted((one, other) => one.at.getTime() - other.at.getTime())
}

/** The cards that are used in the past, with their PINs. */
async function openRegulars(past: Past): Promise<DemoMember[]> {
  const { parts, operator, partners } = past
  const [partner] = partners
  if (partner === undefined) throw new Error('the demo coalition has brands')
  await enrolRegulars(past)
  const members = await readOrMakeDemoMembers(keyFiles(parts.config.dataFolder).demoMembers)
  return setPins(operator, { partner, members: { ...members, cards: members.cards.slice(0, PAST_CUSTOMERS) } })
}
