import type { ReactNode } from 'react'

import classes from './figure.module.css'

interface FigureProps {
  /** What is counted. */
  label: string
  /** The number as it is shown, formatted. */
  children: ReactNode
  /** More about it, in quiet words below. */
  note?: ReactNode
  size?: 'normal' | 'large'
}

/** A number that people come for, with what it counts. */
export function Figure({ label, children, note, size = 'normal' }: FigureProps) {
  return (
    <div className={classes.figure} data-size={size}>
      <p className={classes.label}>{label}</p>
      <p className={classes.value}>{children}</p>
      {note !== undefined && <p className={classes.note}>{note}</p>}
    </div>
  )
}
