import { DirectionProvider, useDirection } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'

const shownDirection = () => (document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr')

/** Lets the components run in the direction of the language that is shown. */
export function ReadingDirection({ children }: { children: ReactNode }) {
  return (
    <DirectionProvider initialDirection={shownDirection()} detectDirection={false}>
      <FollowLanguage />
      {children}
    </DirectionProvider>
  )
}

function FollowLanguage() {
  const { i18n } = useTranslation()
  const { setDirection } = useDirection()
  useEffect(() => {
    setDirection(shownDirection())
  }, [i18n.language, setDirection])
  return null
}
