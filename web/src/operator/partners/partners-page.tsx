import { Group, Stack, Text } from '@mantine/core'
import { IconBuildingStore } from '@tabler/icons-react'
import { Link } from 'wouter'

import { listPartners, type Partner } from '../../api-client/operator.ts'
import { AskedRows } from '../../app/loaded.tsx'
import { usePages } from '../../app/use-pages.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'
import { PartnerMark, PartnerStatus } from './partner-mark.tsx'
import classes from './partners-page.module.css'

/** All partners. */
export function PartnersPage() {
  const { t } = useTexts()
  const key = useOperatorKey()
  const { query, rows } = usePages(['partners'], (cursor) => listPartners(key, cursor))
  return (
    <Stack gap="md">
      <PageHead title={t('partners.title')} about={t('partners.about')} />
      <AskedRows query={query} room="operator" />
      {query.isSuccess && rows.length === 0 && <EmptyState icon={IconBuildingStore}>{t('partners.none')}</EmptyState>}
      <ul className={classes.list}>
        {rows.map((partner) => (
          <li key={partner.partnerId}>
            <PartnerRow partner={partner} />
          </li>
        ))}
      </ul>
      <MoreButton query={query} label={t('partners.more')} />
    </Stack>
  )
}

/** A partner, with what it may still issue; it leads to the partner's page. */
function PartnerRow({ partner }: { partner: Partner }) {
  const { t, points } = useTexts()
  const { partnerId, name, currency, onChain } = partner
  return (
    <Link href={`/partners/${partnerId}`} className={classes.row}>
      <PartnerMark partner={partner} />
      <span className={classes.name}>
        <Text component="span" fw={650}>
          {name}
        </Text>
        <Text component="span" size="sm" c="dimmed">
          {t('partners.number', { id: String(partnerId), currency })}
        </Text>
      </span>
      <Group component="span" gap="xs" className={classes.standing}>
        {onChain !== null && (
          <Text component="span" size="sm">
            {t('partners.issuable', { points: points(onChain.issuableNow) })}
          </Text>
        )}
        <PartnerStatus partner={partner} />
      </Group>
    </Link>
  )
}
