import { Anchor, SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import { Problem } from '../../api-client/problem.ts'
import { listDisputes } from '../../api-client/operator-clearing.ts'
import { listProposals, readStatus } from '../../api-client/operator-log.ts'
import type { Status } from '../../api-client/status.ts'
import { readPowers } from '../../api-client/operator-safety.ts'
import { Loaded } from '../../app/loaded.tsx'
import { Figure } from '../../ui/figure.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import classes from '../../ui/rows.module.css'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { closesAt, nextMonth } from '../clearing/months.ts'
import { useClearing } from '../clearing/use-clearing.ts'
import { DISPUTES } from '../disputes/disputes-page.tsx'
import { FlowsPanel } from '../flows/flows-panel.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { PartnerStatus } from '../partners/partner-mark.tsx'
import { POWERS } from '../powers/powers-page.tsx'
import { usePartners } from '../use-partners.ts'
import { useTexts } from '../use-texts.ts'
import { type Attention, attentionOf } from './attention.ts'

/** The public facts are no call of an operator: they can be asked for often. */
const ASK_AGAIN_MS = 30_000

/** What wants attention, how the ledger goes, and the partners. */
export function OverviewPage() {
  const { t } = useTexts()
  const key = useOperatorKey()
  const status = useQuery({ queryKey: ['status'], queryFn: () => readStatus(key), refetchInterval: ASK_AGAIN_MS })
  return (
    <Stack gap="lg">
      <PageHead title={t('overview.title')} about={t('overview.about')} />
      <AttentionPanel status={status.data ?? null} />
      <TitledPanel label={t('overview.ledger')}>
        <Loaded query={status} room="operator">
          {(facts) => <Ledger facts={facts} />}
        </Loaded>
      </TitledPanel>
      <Partners />
      <FlowsPanel />
    </Stack>
  )
}

const isNotAllowed = (error: unknown) => error instanceof Problem && error.code === 'scope_missing'

function AttentionPanel({ status }: { status: Status | null }) {
  const { t } = useTexts()
  const key = useOperatorKey()
  const partners = usePartners()
  const clearing = useClearing()
  const disputes = useQuery({ queryKey: DISPUTES, queryFn: () => listDisputes(key) })
  const powers = useQuery({ queryKey: POWERS, queryFn: () => readPowers(key) })
  const proposals = useQuery({
    queryKey: ['waiting-proposals'],
    queryFn: () => listProposals(key, { isWaiting: true, cursor: null }),
  })
  const queries = [partners, clearing, disputes, powers, proposals]
  const month = clearing.data && nextMonth(clearing.data.statements, clearing.data.partners)
  const found = attentionOf(
    {
      status,
      partners: partners.data ?? null,
      disputes: disputes.data?.length ?? null,
      proposals: proposals.data?.data.length ?? null,
      operations: powers.data?.operations.length ?? null,
      nextMonth: month ? { month, from: closesAt(month) } : null,
    },
    new Date(),
  )
  const isComplete = status !== null && queries.every(({ isPending }) => !isPending)
  const failed = queries.filter(({ error }) => error !== null && !isNotAllowed(error))
  const unseen = queries.filter(({ error }) => isNotAllowed(error)).length
  return (
    <TitledPanel label={t('overview.attention')}>
      <Stack gap="sm">
        <ul className={classes.list}>
          {found.map((one) => (
            <li key={`${one.name} ${JSON.stringify(one.values)}`} className={classes.row}>
              <AttentionRow attention={one} />
            </li>
          ))}
        </ul>
        <div role="status">
          {!isComplete && <Text c="dimmed">{t('overview.looking')}</Text>}
          {isComplete && found.length === 0 && failed.length === 0 && <Text>{t('overview.nothing')}</Text>}
        </div>
        {failed.length > 0 && <Text c="var(--entente-danger)">{t('overview.partly')}</Text>}
        {unseen > 0 && <Text c="dimmed">{t('overview.unseen')}</Text>}
      </Stack>
    </TitledPanel>
  )
}

function AttentionRow({ attention: { name, tone, href, values } }: { attention: Attention }) {
  const { t, month, points, whole } = useTexts()
  const { count, points: left, power, month: which } = values
  const text = t(`attention.${name}`, {
    ...values,
    ...(count === undefined ? {} : { count: whole(count) }),
    ...(left === undefined ? {} : { points: points(left) }),
    ...(which === undefined ? {} : { month: month(which) }),
    ...(power === undefined ? {} : { power: t(`powers.name.${power as 'issuing' | 'redeeming'}`) }),
  })
  return (
    <>
      <StatusBadge tone={tone}>{t(`attention.tone.${tone}`)}</StatusBadge>
      {href === null ? (
        <span className={classes.name}>{text}</span>
      ) : (
        <Anchor component={Link} href={href} className={classes.name}>
          {text}
        </Anchor>
      )}
    </>
  )
}

function Ledger({ facts }: { facts: Status }) {
  const { t, whole } = useTexts()
  const { block, finalBlock, totalSupply, entries, redemptions, lag } = facts
  const seconds = lag === null ? null : String(Math.round(lag.p95Ms / 1_000))
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="lg">
      <Figure label={t('overview.supply')}>{totalSupply === null ? '–' : whole(totalSupply)}</Figure>
      <Figure label={t('overview.open')} note={t('overview.waiting', { count: whole(entries.waiting) })}>
        {whole(entries.open)}
      </Figure>
      <Figure label={t('overview.held')} note={t('overview.captured', { count: whole(redemptions.waiting) })}>
        {whole(redemptions.held)}
      </Figure>
      <Figure
        label={t('overview.block')}
        note={t('overview.final', { block: finalBlock === null ? '–' : whole(finalBlock) })}
      >
        {block === null ? '–' : whole(block)}
      </Figure>
      {seconds !== null && (
        <Figure label={t('overview.lag')} note={t('overview.lagNote')}>
          {t('overview.seconds', { seconds })}
        </Figure>
      )}
    </SimpleGrid>
  )
}

function Partners() {
  const { t, points } = useTexts()
  const query = usePartners()
  return (
    <TitledPanel label={t('partners.title')}>
      <Loaded query={query} room="operator">
        {(partners) => (
          <Stack gap="sm">
            {partners.length === 0 && <Text c="dimmed">{t('partners.none')}</Text>}
            <ul className={classes.list}>
              {partners.map((partner) => (
                <li key={partner.partnerId} className={classes.row}>
                  <Link href={`/partners/${partner.partnerId}`} className={classes.name}>
                    {partner.name}
                  </Link>
                  {partner.onChain !== null && (
                    <Text component="span" size="sm" className={classes.standing}>
                      {t('partners.left', { points: points(partner.onChain.allowance) })}
                    </Text>
                  )}
                  <PartnerStatus partner={partner} />
                </li>
              ))}
            </ul>
          </Stack>
        )}
      </Loaded>
    </TitledPanel>
  )
}
