import type { ClosingFigures } from '../close-month-process.ts'
import { drawChart, type Group } from '../pages/chart.ts'

/** A month, and the figures of the round in the middle. */
export interface MeasuredMonth extends ClosingFigures {
  readonly entries: number
  readonly batchEntries: number
  readonly lines: number
  readonly documentBytes: number
  /** How many times as long as the plain sum. */
  readonly ratio: number
  /** Seconds of each round. */
  readonly rounds: readonly number[]
  /** Processes that ran or waited to, in the minute before. */
  readonly load: number
}

const grouped = (value: number) => value.toLocaleString('en-GB')
const nameOf = ({ entries, batchEntries }: MeasuredMonth) => `${grouped(entries)}, ${batchEntries} a batch`

/** The chart of the measured months, a group a figure. */
export function drawClearing(partners: number, measured: readonly MeasuredMonth[]): string {
  const group = (title: string, by: (one: MeasuredMonth) => number, unit: (value: number) => string): Group => ({
    title,
    bars: measured.map((one) => ({ label: nameOf(one), value: by(one), text: unit(by(one)) })),
  })
  const seconds = (value: number) => `${value.toFixed(1)} s`
  const times = (value: number) => `${value.toFixed(1)} times`
  const megabytes = (value: number) => `${grouped(Math.round(value))} MB`
  return drawChart(`Closing a month of ${partners} partners`, [
    group('Closing', ({ seconds: took }) => took, seconds),
    group('Plain sum of the same rows', ({ sumSeconds }) => sumSeconds, seconds),
    group('Closing over sum', ({ ratio }) => ratio, times),
    group('Peak memory of the process', ({ peak }) => peak / 1e6, megabytes),
  ])
}
