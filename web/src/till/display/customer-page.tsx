import { Center, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'

import { BrandMark } from '../../ui/brand-mark.tsx'
import { setPageTitle } from '../../ui/coalition.ts'
import { useTexts } from '../use-texts.ts'
import { CustomerConsent } from './customer-consent.tsx'
import touch from '../touch.module.css'
import classes from './display.module.css'
import type { DisplayBrand, DisplayView, ToTill } from './messages.ts'
import { useTillMessages } from './use-till-messages.ts'

/** The customer's screen at a till. It has no key: all it knows is what the till tells it. */
export function CustomerPage() {
  const { t } = useTexts()
  const tillId = location.hash.slice(1)
  useEffect(() => {
    setPageTitle(t('display.title'))
  }, [t])
  return (
    <Center component="main" className={touch.till} mih="100dvh" p="lg">
      {tillId === '' ? <Text size="xl">{t('display.alone')}</Text> : <FollowedTill tillId={tillId} />}
    </Center>
  )
}

function FollowedTill({ tillId }: { tillId: string }) {
  const { t } = useTexts()
  const { shown, tell } = useTillMessages(tillId)
  if (shown === null) return <Text size="xl">{t('display.lost')}</Text>
  const { brand } = shown
  return (
    <Stack className={classes.screen} align="center" ta="center" gap="xl">
      <Stack align="center" gap="xs">
        <BrandMark name={brand.name} brand={brand.brand} size="large" />
        <Text size="xl" fw={600}>
          {brand.name}
        </Text>
      </Stack>
      <View {...shown} tell={tell} />
    </Stack>
  )
}

function View({ view, brand, tell }: { view: DisplayView; brand: DisplayBrand; tell: (message: ToTill) => void }) {
  const { t, points, money } = useTexts()
  switch (view.kind) {
    case 'welcome':
      return <Says title={t('display.welcome')}>{t('display.welcomeAbout')}</Says>
    case 'customer':
      return (
        <Says title={t('display.hello')}>
          {view.points !== null && t('display.balance', { points: points(view.points) })}
        </Says>
      )
    case 'sale':
      return (
        <Says small={t('display.total')} title={money(view.amountMinor, view.currency)}>
          {view.points !== null && t('display.earns', { points: points(view.points) })}
        </Says>
      )
    case 'recorded':
      return <Says title={t('display.thanks')}>{t('display.earned', { points: points(view.points) })}</Says>
    case 'ended':
      return view.isUsed ? (
        <Says title={t('display.thanks')}>{t('display.used', { points: points(view.points) })}</Says>
      ) : (
        <Says title={t('display.notUsed')} />
      )
    case 'consent':
      return <CustomerConsent key={view.redemptionId} view={view} brandName={brand.name} tell={tell} />
  }
}

/** One thing, large enough to be read across a counter. */
function Says({ small, title, children }: { small?: string; title: string; children?: ReactNode }) {
  return (
    <div role="status">
      {small !== undefined && <Text size="xl">{small}</Text>}
      <Title order={1} className={classes.large}>
        {title}
      </Title>
      <Text className={classes.about}>{children}</Text>
    </div>
  )
}
