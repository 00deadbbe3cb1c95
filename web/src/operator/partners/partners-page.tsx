import { Group, Stack, Text } from '@mantine/core'
import { Link } from 'wouter'

import { listPartners, type Partner } from '../../api-client/operator.ts'
import { Asked } from '../../app/loaded.tsx'
import { usePages } from '../../app/use-pages.ts'
import { MoreButton } from '../../ui/more-button.tsx'
import { Nothing } from '../../ui/notices.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
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
      <PageTitle>{t('partners.title')}</PageTitle>
      <Text c="dimmed">{t('partners.about')}</Text>
      <Asked query={query} room="operator" />
      {query.isSuccess && rows.length === 0 && <Nothing>{t('partners.none')}</Nothing>}
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
