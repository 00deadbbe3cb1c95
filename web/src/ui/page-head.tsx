import type { ReactNode } from 'react'

import classes from './page-head.module.css'
import { PageTitle } from './page-title.tsx'

interface PageHeadProps {
  title: string
  /** A sentence about the page. */
  about?: ReactNode
  /** What stands before the title, as the mark of a brand. */
  mark?: ReactNode
  /** What can be done with the whole page. */
  action?: ReactNode
}

/** The head of a page: its title, a sentence about it, and what can be done with the whole of it. */
export function PageHead({ title, about, mark, action }: PageHeadProps) {
  return (
    <div className={classes.head}>
      <div className={classes.words}>
        {mark}
        <div>
          <PageTitle>{title}</PageTitle>
          {about !== undefined && <p className={classes.about}>{about}</p>}
        </div>
      </div>
      {action}
    </div>
  )
}
