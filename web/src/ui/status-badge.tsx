import classes from './status-badge.module.css'

interface StatusBadgeProps {
  /** The words say what it is; the colour only helps to see it. */
  children: string
  tone: 'ok' | 'waiting' | 'wrong' | 'quiet'
}

/** How something stands, in a word or two. */
export function StatusBadge({ children, tone }: StatusBadgeProps) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {children}
    </span>
  )
}
