import { Anchor, Progress, SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import {
  countTills,
  listStatements,
  readStanding,
  readTotals,
  type Standing,
  type Totals,
} from '../../api-client/console.ts'
import { Asked, Loaded } from '../../app/loaded.tsx'
import { Figure } from '../../ui/figure.tsx'
import { Notice, Panel, TitledPanel } from '../../ui/notices.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { todayAt, usePerson } from '../person.ts'
import { ForScope } from '../refused-place.tsx'
import { useTexts } from '../use-texts.ts'
import { FiguresPanel } from './figures-panel.tsx'
import { FlowsPanel } from './flows-panel.tsx'
import { LiabilityPanel } from './liability-panel.tsx'

/** The figures move while people look at them. */
const ASK_AGAIN_MS = 30_000
const ROOM = 'partner-console'

/** How today goes: what was sold and redeemed, what is on the way, and what may still be issued. */
export function OverviewPage() {
  const { t, day } = useTexts()
  const { partner } = usePerson()
  const today = todayAt(partner.timeZone, new Date())
  const totals = useQuery({
    queryKey: ['totals', today],
    queryFn: () => readTotals(today),
    refetchInterval: ASK_AGAIN_MS,
  })
  const standing = useQuery({ queryKey: ['standing'], queryFn: readStanding, refetchInterval: ASK_AGAIN_MS })
  const about = t('overview.about', { day: day(`${today}T12:00:00`), zone: partner.timeZone ?? 'UTC' })
  return (
    <ForScope scope="ledger:read">
      <Stack gap="lg">
        <PageHead title={t('overview.title')} about={about} />
        <Panel label={t('overview.today')}>
          <Loaded query={totals} room={ROOM}>
            {(sums) => <Today sums={sums} />}
          </Loaded>
        </Panel>
        <FiguresPanel />
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          <TitledPanel label={t('overview.allowance')}>
            <Loaded query={standing} room={ROOM}>
              {(found) => <Allowance standing={found} />}
            </Loaded>
          </TitledPanel>
          <TitledPanel label={t('overview.onTheWay')}>
            <Loaded query={standing} room={ROOM}>
              {({ open }) => <OnTheWay open={open} />}
            </Loaded>
          </TitledPanel>
        </SimpleGrid>
        <FlowsPanel />
        <LiabilityPanel />
        <Latest />
      </Stack>
    </ForScope>
  )
}

function Today({ sums }: { sums: Totals }) {
  const { t, whole } = useTexts()
  const tills = useQuery({ queryKey: ['tills'], queryFn: countTills })
  const notes = { count: whole(sums.purchases), returns: whole(sums.returns) }
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing="lg">
      <Figure label={t('overview.issued')} note={t('overview.purchases', notes)}>
        {whole(sums.pointsAccepted)}
      </Figure>
      <Figure label={t('overview.reversed')} note={t('overview.returns', notes)}>
        {whole(sums.pointsReversedAccepted)}
      </Figure>
      <Figure
        label={t('overview.redeemed')}
        note={t('overview.redemptions', { count: whole(sums.redemptionsCaptured) })}
      >
        {whole(sums.pointsCaptured)}
      </Figure>
      <Figure label={t('overview.tills')} note={t('overview.tillsNote')}>
        {tills.data === undefined ? '–' : whole(String(tills.data))}
      </Figure>
    </SimpleGrid>
  )
}

function Allowance({ standing: { onChain, allowanceGiven } }: { standing: Standing }) {
  const { t, whole } = useTexts()
  if (onChain === null) return <Text c="dimmed">{t('overview.noLedger')}</Text>
  const isLow = 2n * BigInt(onChain.allowance) < BigInt(onChain.dailyLimit)
  return (
    <Stack gap="md">
      {onChain.status !== 'active' && <Notice tone="careful">{t(`overview.status.${onChain.status}`)}</Notice>}
      {isLow && <Notice tone="careful">{t('overview.low')}</Notice>}
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Figure label={t('overview.left')}>{whole(onChain.allowance)}</Figure>
        <Figure label={t('overview.now')} note={t('overview.daily', { points: whole(onChain.dailyLimit) })}>
          {whole(onChain.issuableNow)}
        </Figure>
      </SimpleGrid>
      <Used left={BigInt(onChain.allowance)} given={BigInt(allowanceGiven)} />
    </Stack>
  )
}

/** How much of the allowance is used. The events that say what was given may come after what is left. */
function Used({ left, given }: { left: bigint; given: bigint }) {
  const { t, whole, share } = useTexts()
  if (given === 0n || left > given) return null
  const used = String(given - left)
  const text = t('figures.used', { share: share(used, String(given)) })
  return (
    <Stack gap={4}>
      <Text size="sm">{text}</Text>
      <Progress value={Number(((given - left) * 1_000n) / given) / 10} aria-label={text} />
      <Text size="sm" c="dimmed">
        {t('figures.usedNote', { used: whole(used), given: whole(String(given)) })}
      </Text>
    </Stack>
  )
}

function OnTheWay({ open }: { open: Standing['open'] }) {
  const { t, whole } = useTexts()
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Figure label={t('overview.entries')}>{whole(open.entries)}</Figure>
        <Figure label={t('overview.burns')}>{whole(open.burns)}</Figure>
      </SimpleGrid>
      <Text c="dimmed" size="sm">
        {t('overview.wayAbout')}
      </Text>
    </Stack>
  )
}

function Latest() {
  const { t, month } = useTexts()
  const query = useQuery({ queryKey: ['newest-statement'], queryFn: () => listStatements(null) })
  const [newest] = query.data?.data ?? []
  return (
    <TitledPanel label={t('overview.latest')}>
      <Asked query={query} room={ROOM} />
      {query.isSuccess && newest === undefined && <Text c="dimmed">{t('statements.none')}</Text>}
      {newest !== undefined && (
        <Anchor component={Link} href={`/statements/${newest.month}`}>
          {t('statements.of', { month: month(newest.month), number: newest.number })}
        </Anchor>
      )}
    </TitledPanel>
  )
}
