import { useLayoutEffect } from 'react'

/** Takes the frame away that the page came with, in the same step in which the app is drawn: nothing is empty in between. */
export function ShellEnd() {
  useLayoutEffect(() => {
    document.querySelector('.shell')?.remove()
  }, [])
  return null
}
