import { drawChart, type Group } from '../pages/chart.ts'

/** An audit of a ledger with so many receipts, the round in the middle. Memory in bytes. */
export interface MeasuredAudit {
  readonly receipts: number
  readonly seconds: number
  readonly cpuSeconds: number
  /** Resident, at most. */
  readonly peak: number
  /** What JavaScript's heap and what hangs outside of it had in use, at most. */
  readonly heapPeak: number
  /** Of hashing the same leaves and recovering the same signatures. */
  readonly bareSeconds: number
  readonly bareCpuSeconds: number
  /** How many times as long as that the audit took. */
  readonly ratio: number
  /** Seconds of each round. */
  readonly rounds: readonly number[]
  /** Processes that ran or waited to, in the minute before. */
  readonly load: number
}

const grouped = (value: number) => Math.round(value).toLocaleString('en-GB')

/** The chart of the measured audits, a group a figure. */
export function drawAudits(measured: readonly MeasuredAudit[]): string {
  const group = (title: string, by: (one: MeasuredAudit) => number, unit: (value: number) => string): Group => ({
    title,
    bars: measured.map((one) => ({
      label: `${grouped(one.receipts)} receipts`,
      value: by(one),
      text: unit(by(one)),
    })),
  })
  const rate = (value: number) => `${grouped(value)} a second`
  return drawChart('Auditing a ledger with its receipts', [
    group('Receipts checked by the audit', ({ receipts, seconds }) => receipts / seconds, rate),
    group('Hashed and recovered, bare', ({ receipts, bareSeconds }) => receipts / bareSeconds, rate),
    group(
      'Audit over bare',
      ({ ratio }) => ratio,
      (value) => `${value.toFixed(1)} times`,
    ),
    group(
      'Peak memory of the audit',
      ({ peak }) => peak / 1e6,
      (value) => `${grouped(value)} MB`,
    ),
  ])
}
