import { Anchor, Badge, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import { type Claim, listClaims } from '../../api-client/rewards.ts'
import { BrandName } from '../../reward/brand-name.tsx'
import rewardClasses from '../../reward/reward.module.css'
import { Nothing, Panel } from '../../ui/notices.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { QrCode } from '../../ui/qr-code.tsx'
import codeClasses from '../code.module.css'
import { Loaded } from '../../app/loaded.tsx'
import { useTexts } from '../use-texts.ts'
import classes from './rewards.module.css'

/** A gift code comes once its points are spent for good, within seconds. */
const REFRESH_MS = 4_000

function ClaimCard({ claim }: { claim: Claim }) {
  const { t, translated, day, listDay, points } = useTexts()
  const isUsable = claim.state === 'issued'
  return (
    <li>
      <Panel>
        <Stack gap="sm">
          {claim.picture !== null && (
            <img className={rewardClasses.picture} src={claim.picture.smallUrl} alt="" loading="lazy" />
          )}
          <Group justify="space-between" align="start" gap="xs">
            <div>
              <BrandName name={claim.partnerName} brand={claim.brand} />
              <Text fw={600}>{translated(claim.texts)?.title ?? claim.title}</Text>
              <Text size="sm" c="dimmed">
                {points(claim.points)} · {listDay(claim.issuedAt)}
              </Text>
            </div>
            <Badge variant={isUsable ? 'filled' : 'default'} tt="none">
              {t(`claims.state.${claim.state}`)}
            </Badge>
          </Group>
          {isUsable && claim.kind !== 'gift_code' && claim.kind !== 'donation' && (
            <details>
              <summary className={classes.summary}>{t('claims.show')}</summary>
              <Stack gap="xs" align="center" mt="sm">
                <QrCode text={claim.voucher ?? ''} label={t('claims.voucherQr')} />
                <Text size="sm" c="dimmed">
                  {t('claims.voucher')}
                </Text>
                <Text className={codeClasses.code}>{claim.voucher}</Text>
              </Stack>
            </details>
          )}
          {isUsable && claim.kind === 'gift_code' && (
            <div>
              <Text size="sm" c="dimmed">
                {t(claim.code === null ? 'claims.codeComes' : 'claims.code')}
              </Text>
              {claim.code !== null && <Text className={codeClasses.code}>{claim.code}</Text>}
            </div>
          )}
          {claim.kind === 'donation' && <Text size="sm">{t('claims.donation')}</Text>}
          {isUsable && claim.expiresAt !== null && (
            <Text size="sm" c="dimmed">
              {t('claims.until', { day: day(claim.expiresAt) })}
            </Text>
          )}
        </Stack>
      </Panel>
    </li>
  )
}

/** What the member has claimed, with what is shown at the till. */
export function ClaimsPage() {
  const { t } = useTexts()
  const query = useQuery({ queryKey: ['claims'], queryFn: listClaims, refetchInterval: REFRESH_MS })
  return (
    <Stack gap="md">
      <Anchor component={Link} href="/rewards">
        {t('rewards.back')}
      </Anchor>
      <PageTitle>{t('claims.title')}</PageTitle>
      <Loaded query={query}>
        {(claims) =>
          claims.length === 0 ? (
            <Nothing>{t('claims.none')}</Nothing>
          ) : (
            <ul className={classes.grid}>
              {claims.map((claim) => (
                <ClaimCard key={claim.claimId} claim={claim} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Stack>
  )
}
