import {
  IconGift,
  IconKey,
  IconLayoutDashboard,
  IconListSearch,
  IconPercentage,
  IconReportMoney,
  IconUserCircle,
  IconUsers,
  IconWebhook,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'

import type { OwnPerson } from '../api-client/console.ts'
import { ConsoleFrame } from '../console/console-frame.tsx'
import { BrandMark } from '../ui/brand-mark.tsx'
import { CoalitionMark } from '../ui/coalition-mark.tsx'
import { useTexts } from './use-texts.ts'

/** Where there is something to do, and what a role must be able to do there. */
const PLACES = [
  { path: '/', name: 'overview', icon: IconLayoutDashboard, scope: 'ledger:read' },
  { path: '/statements', name: 'statements', icon: IconReportMoney, scope: 'ledger:read' },
  { path: '/records', name: 'records', icon: IconListSearch, scope: 'ledger:read' },
  { path: '/programme', name: 'programme', icon: IconPercentage, scope: 'ledger:read' },
  { path: '/rewards', name: 'rewards', icon: IconGift, scope: 'ledger:read' },
  { path: '/keys', name: 'keys', icon: IconKey, scope: 'keys:write' },
  { path: '/webhooks', name: 'webhooks', icon: IconWebhook, scope: 'webhooks:write' },
  { path: '/people', name: 'people', icon: IconUsers, scope: 'people:write' },
  { path: '/account', name: 'account', icon: IconUserCircle, scope: null },
] as const

/** The frame of the console, with the places that the person's role includes. */
export function ConsoleLayout({ person, children }: { person: OwnPerson | null; children: ReactNode }) {
  const { t } = useTexts()
  if (person === null) {
    return (
      <ConsoleFrame mark={<CoalitionMark />} name={t('brand')} places={null}>
        {children}
      </ConsoleFrame>
    )
  }
  const { partner, name, role, scopes } = person
  const places = PLACES.filter(({ scope }) => scope === null || scopes.includes(scope))
  return (
    <ConsoleFrame
      mark={<BrandMark name={partner.name} brand={partner.brand} />}
      name={partner.name}
      who={t('who', { name, role: t(`roles.${role}.name`) })}
      places={places.map(({ path, name: place, icon }) => ({ path, icon, label: t(`nav.${place}`) }))}
    >
      {children}
    </ConsoleFrame>
  )
}
