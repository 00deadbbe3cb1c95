import { Anchor, Text } from '@mantine/core'
import {
  IconKey,
  IconLayoutDashboard,
  IconListSearch,
  IconReportMoney,
  IconUserCircle,
  IconUsers,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link, useRoute } from 'wouter'

import type { OwnPerson } from '../api-client/console.ts'
import { LookSwitches } from '../app/look-switches.tsx'
import { OfflineNotice } from '../app/offline-notice.tsx'
import { BrandMark } from '../ui/brand-mark.tsx'
import { CoalitionMark } from '../ui/coalition-mark.tsx'
import { Icon } from '../ui/icon.tsx'
import classes from './console-layout.module.css'
import { useTexts } from './use-texts.ts'

/** Where there is something to do, and what a role must be able to do there. */
const PLACES = [
  { path: '/', name: 'overview', icon: IconLayoutDashboard, scope: 'ledger:read' },
  { path: '/statements', name: 'statements', icon: IconReportMoney, scope: 'ledger:read' },
  { path: '/records', name: 'records', icon: IconListSearch, scope: 'ledger:read' },
  { path: '/keys', name: 'keys', icon: IconKey, scope: 'keys:write' },
  { path: '/people', name: 'people', icon: IconUsers, scope: 'people:write' },
  { path: '/account', name: 'account', icon: IconUserCircle, scope: null },
] as const

function Place({ path, name, icon }: (typeof PLACES)[number]) {
  const { t } = useTexts()
  const [isHere] = useRoute(path === '/' ? path : `${path}/*?`)
  return (
    <li>
      <Link href={path} className={classes.place} aria-current={isHere ? 'page' : undefined}>
        <Icon of={icon} />
        <span>{t(`nav.${name}`)}</span>
      </Link>
    </li>
  )
}

/** The frame of the console: places beside the page on a laptop, and above it on a tablet. */
export function ConsoleLayout({ person, children }: { person: OwnPerson | null; children: ReactNode }) {
  const { t } = useTexts()
  return (
    <div className={classes.frame} data-nav={person !== null}>
      <Anchor href="#content" className={classes.skip}>
        {t('skip')}
      </Anchor>
      <header className={classes.header}>
        <span className={classes.brand}>
          {person === null ? <CoalitionMark /> : <BrandMark name={person.partner.name} brand={person.partner.brand} />}
          <span>
            <Text component="span" fw={700}>
              {person?.partner.name ?? t('brand')}
            </Text>
            {person !== null && (
              <Text component="span" size="sm" c="dimmed" display="block">
                {t('who', { name: person.name, role: t(`roles.${person.role}.name`) })}
              </Text>
            )}
          </span>
        </span>
        <LookSwitches />
      </header>
      {person !== null && (
        <nav className={classes.nav} aria-label={t('nav.label')}>
          <ul>
            {PLACES.filter(({ scope }) => scope === null || person.scopes.includes(scope)).map((place) => (
              <Place key={place.path} {...place} />
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
