import { drawChart, type Group } from '../pages/chart.ts'
import type { Grown } from './measure-size.ts'

const grouped = (value: number) => Math.round(value).toLocaleString('en-GB')

/** The chart of what was measured as a database grew, a group a figure. */
export function drawGrowth(database: string, grown: readonly Grown[]): string {
  const group = (title: string, by: (one: Grown) => number, unit: (value: number) => string): Group => ({
    title,
    bars: grown.map((one) => ({ label: `${grouped(one.purchases)} purchases`, value: by(one), text: unit(by(one)) })),
  })
  const ms = (value: number) => `${value.toFixed(1)} ms`
  return drawChart(`Entente while its database grows (${database})`, [
    group(
      'Accepted, one a request',
      ({ acceptedPerSecond }) => acceptedPerSecond,
      (value) => `${grouped(value)} a second`,
    ),
    group("A member's balance", ({ balanceMs }) => balanceMs, ms),
    group("A member's last entries", ({ entriesMs }) => entriesMs, ms),
    group('Forming a batch of 3,000 entries', ({ formMs }) => formMs, ms),
    group(
      'Start',
      ({ startSeconds }) => startSeconds,
      (value) => `${value.toFixed(1)} s`,
    ),
  ])
}
