import { Title } from '@mantine/core'
import { useEffect, useRef } from 'react'

import { setPageTitle } from './coalition.ts'

let shownBefore = false

/** The heading of a page. After navigation it takes the focus, so that a screen reader says where one is. */
export function PageTitle({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    setPageTitle(children)
  }, [children])
  useEffect(() => {
    if (shownBefore) heading.current?.focus()
    shownBefore = true
  }, [])
  return (
    <Title order={1} size="h2" ref={heading} tabIndex={-1}>
      {children}
    </Title>
  )
}
