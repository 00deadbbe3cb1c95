import { Anchor, Container, Group, Text } from '@mantine/core'
import { IconCoins, IconCreditCard, IconGift, IconHistory, IconUser } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useRoute } from 'wouter'

import { COALITION } from '../ui/coalition.ts'
import { CoalitionMark } from '../ui/coalition-mark.tsx'
import { Icon } from '../ui/icon.tsx'
import { LanguageSwitch } from '../ui/language-switch.tsx'
import classes from './wallet-layout.module.css'

const PLACES = [
  { path: '/', name: 'points', icon: IconCoins },
  { path: '/card', name: 'card', icon: IconCreditCard },
  { path: '/rewards', name: 'rewards', icon: IconGift },
  { path: '/history', name: 'history', icon: IconHistory },
  { path: '/account', name: 'account', icon: IconUser },
] as const

function Place({ path, name, icon }: (typeof PLACES)[number]) {
  const { t } = useTranslation('wallet')
  const [isHere] = useRoute(path)
  return (
    <li>
      <Link href={path} className={classes.place} aria-current={isHere ? 'page' : undefined}>
        <Icon of={icon} size="navigation" />
        <span>{t(`nav.${name}`)}</span>
      </Link>
    </li>
  )
}

/** The frame of the member's pages: places at the bottom of a phone, where a thumb is, and beside the page on a desktop. */
export function WalletLayout({ isSignedIn, children }: { isSignedIn: boolean; children: ReactNode }) {
  const { t } = useTranslation('wallet')
  return (
    <div className={classes.frame} data-nav={isSignedIn}>
      <Anchor href="#content" className={classes.skip}>
        {t('skip')}
      </Anchor>
      <header className={classes.header}>
        <Group justify="space-between" wrap="nowrap">
          <Link href="/" className={classes.brand}>
            <CoalitionMark />
            <Text component="span" fw={700}>
              {COALITION}
            </Text>
          </Link>
          {!isSignedIn && <LanguageSwitch />}
        </Group>
      </header>
      {isSignedIn && (
        <nav className={classes.nav} aria-label={t('nav.label')}>
          <ul>
            {PLACES.map((place) => (
              <Place key={place.path} {...place} />
            ))}
          </ul>
        </nav>
      )}
      <Container component="main" id="content" tabIndex={-1} className={classes.main} size="lg">
        {children}
      </Container>
    </div>
  )
}
