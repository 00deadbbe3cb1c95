import classes from './skeleton-rows.module.css'

interface SkeletonRowsProps {
  /** Says that something is on its way, to those who do not see it. */
  label: string
  /** As many as there may be at first, so that little moves when they come. */
  count?: number
  /** Of a row, as CSS writes it: the height of what will stand there. */
  height?: string
}

/** Where rows will be once they have come. */
export function SkeletonRows({ label, count = 3, height = '4.5rem' }: SkeletonRowsProps) {
  return (
    <div className={classes.rows} role="status">
      <span className={classes.label}>{label}</span>
      {Array.from({ length: count }, (_, index) => (
        <span key={index} className={classes.row} style={{ height }} aria-hidden="true" />
      ))}
    </div>
  )
}
