import type { Icon as TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'

import classes from './empty-state.module.css'
import { Icon } from './icon.tsx'

interface EmptyStateProps {
  icon: TablerIcon
  /** What is not there yet, and what would change that. */
  children: ReactNode
  /** A button or a link that changes it. */
  action?: ReactNode
}

/** In place of a list that has nothing in it. */
export function EmptyState({ icon, children, action }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <span className={classes.icon}>
        <Icon of={icon} size="alone" />
      </span>
      <p className={classes.text}>{children}</p>
      {action}
    </div>
  )
}
