import { Anchor, Text } from '@mantine/core'
import type { Icon as TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link, useRoute } from 'wouter'

import { LookSwitches } from '../app/look-switches.tsx'
import { OfflineNotice } from '../app/offline-notice.tsx'
import frame from '../ui/frame.module.css'
import { Icon } from '../ui/icon.tsx'
import classes from './console-frame.module.css'
import { useTexts } from './use-texts.ts'

/** Where there is something to do. */
export interface Place {
  /** Of its page; pages below it belong to it. */
  readonly path: string
  readonly label: string
  readonly icon: TablerIcon
}

interface ConsoleFrameProps {
  /** The mark of whose console it is. */
  mark: ReactNode
  name: string
  /** Who works there, in quiet words below the name. */
  who?: string
  /** Beside the switches of language and look. */
  action?: ReactNode
  /** Null: nobody has come in yet. */
  places: readonly Place[] | null
  children: ReactNode
}

function PlaceLink({ path, label, icon }: Place) {
  const [isHere] = useRoute(path === '/' ? path : `${path}/*?`)
  return (
    <li>
      <Link href={path} className={classes.place} aria-current={isHere ? 'page' : undefined}>
        <Icon of={icon} />
        <span>{label}</span>
      </Link>
    </li>
  )
}

/** The frame of a console: places beside the page on a laptop, and above it on a tablet. */
export function ConsoleFrame({ mark, name, who, action, places, children }: ConsoleFrameProps) {
  const { t } = useTexts()
  return (
    <div className={classes.frame} data-nav={places !== null}>
      <Anchor href="#content" className={frame.skip}>
        {t('skip')}
      </Anchor>
      <header className={`${frame.header ?? ''} ${classes.header ?? ''}`}>
        <span className={frame.brand}>
          {mark}
          <span>
            <Text component="span" fw={700}>
              {name}
            </Text>
            {who !== undefined && (
              <Text component="span" size="sm" c="dimmed" display="block">
                {who}
              </Text>
            )}
          </span>
        </span>
        <span className={classes.tools}>
          {action}
          <LookSwitches />
        </span>
      </header>
      {places !== null && (
        <nav className={classes.nav} aria-label={t('nav')}>
          <ul>
            {places.map((place) => (
              <PlaceLink key={place.path} {...place} />
            ))}
          </ul>
        </nav>
      )}
      <main id="content" tabIndex={-1} className={classes.main}>
        <OfflineNotice isOffline={false} />
        {children}
      </main>
    </div>
  )
}
