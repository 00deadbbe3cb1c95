import { type KeyboardEvent, type PointerEvent, useState } from 'react'

import { chartMax } from './chart-max.ts'
import classes from './pair-chart.module.css'

/** A place of the chart, with two numbers. */
export interface ChartColumn {
  readonly name: string
  /** Below the chart, where there is room. */
  readonly label: string
  /** Whole numbers in digits. */
  readonly values: readonly [string, string]
  /** What is said of it: all in one sentence. */
  readonly text: string
}

interface PairChartProps {
  /** What is drawn, for those who do not see it. */
  label: string
  /** What the two numbers are. */
  names: readonly [string, string]
  columns: readonly ChartColumn[]
  whole: (value: string) => string
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1 }
const FULL = 100

/** Two bars for each of some days or months. Pointer and arrow keys choose one, whose figures are told below. */
export function PairChart({ label, names, columns, whole }: PairChartProps) {
  const last = columns.length - 1
  const [asked, setChosen] = useState<number | null>(null)
  const chosen = Math.min(asked ?? last, last)
  const max = chartMax(columns.flatMap(({ values }) => values.map(BigInt)))
  const onKeyDown = (event: KeyboardEvent) => {
    const at = { Home: 0, End: last }[event.key] ?? chosen + (STEPS[event.key] ?? 0)
    if (at === chosen && STEPS[event.key] === undefined) return
    event.preventDefault()
    setChosen(Math.max(0, Math.min(last, at)))
  }
  const onPointerMove = ({ currentTarget, clientX }: PointerEvent<HTMLElement>) => {
    const { left, width } = currentTarget.getBoundingClientRect()
    if (width > 0) setChosen(Math.max(0, Math.min(last, Math.floor(((clientX - left) / width) * columns.length))))
  }
  return (
    <figure className={classes.figure}>
      <Legend names={names} />
      <div className={classes.plot} dir="ltr">
        <div className={classes.scale} aria-hidden="true">
          {[max, max / 2n, 0n].map((value) => (
            <span key={String(value)}>{whole(String(value))}</span>
          ))}
        </div>
        <div
          className={classes.area}
          role="slider"
          tabIndex={0}
          aria-label={label}
          aria-valuemin={1}
          aria-valuemax={columns.length}
          aria-valuenow={chosen + 1}
          aria-valuetext={columns[chosen]?.text}
          onKeyDown={onKeyDown}
          onPointerMove={onPointerMove}
          onPointerDown={onPointerMove}
        >
          <Bars columns={columns} max={max} chosen={chosen} />
        </div>
        <div className={classes.labels} aria-hidden="true">
          <span>{columns[0]?.label}</span>
          {columns.length > 2 && <span>{columns[Math.floor(last / 2)]?.label}</span>}
          {columns.length > 1 && <span>{columns[last]?.label}</span>}
        </div>
      </div>
      <figcaption className={classes.chosen}>{columns[chosen]?.text}</figcaption>
    </figure>
  )
}

function Legend({ names }: { names: PairChartProps['names'] }) {
  return (
    <ul className={classes.legend}>
      {names.map((name, at) => (
        <li key={name}>
          <svg className={classes.swatch} viewBox="0 0 1 1" aria-hidden="true">
            <rect className={at === 0 ? classes.first : classes.second} width="1" height="1" />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  )
}

function Bars({ columns, max, chosen }: { columns: readonly ChartColumn[]; max: bigint; chosen: number }) {
  // Only the drawing's height is a float; what is written is the exact text.
  const heightOf = (value: string) => Number((BigInt(value) * 10_000n) / max) / FULL
  return (
    <svg
      className={classes.bars}
      viewBox={`0 0 ${String(columns.length)} ${String(FULL)}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {[0, FULL / 2, FULL].map((y) => (
        <line key={y} className={classes.line} x1="0" x2={columns.length} y1={y} y2={y} />
      ))}
      {columns.map(({ name, values }, at) => (
        <g key={name}>
          {at === chosen && <rect className={classes.mark} x={at} y="0" width="1" height={FULL} />}
          {values.map((value, which) => (
            <rect
              key={which}
              className={which === 0 ? classes.first : classes.second}
              x={at + 0.12 + which * 0.38}
              width="0.38"
              y={FULL - heightOf(value)}
              height={heightOf(value)}
            />
          ))}
        </g>
      ))}
    </svg>
  )
}
