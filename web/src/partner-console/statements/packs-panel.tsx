import { Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'

import { readOwnPacks, type Pack, type Packs } from '../../api-client/packs.ts'
import { Asked } from '../../app/loaded.tsx'
import { noonOf } from '../../ui/calendar-days.ts'
import { Figure } from '../../ui/figure.tsx'
import { Notice, TitledPanel } from '../../ui/notices.tsx'
import classes from '../../ui/rows.module.css'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { useTexts } from '../use-texts.ts'

const TONES = { ordered: 'waiting', paid: 'ok', cancelled: 'quiet' } as const

/** The points that the brand bought in advance; nothing where it never did, or while that is not known. */
export function PacksPanel() {
  const { t } = useTexts()
  const query = useQuery({ queryKey: ['packs'], queryFn: readOwnPacks })
  const { data: packs, isError } = query
  if (packs !== undefined) return packs.packs.length === 0 ? null : <PacksOf packs={packs} />
  if (!isError) return null
  return (
    <TitledPanel label={t('packs.title')}>
      <Asked query={query} room="partner-console" />
    </TitledPanel>
  )
}

function PacksOf({ packs: { packs, leftPoints, uncoveredPoints, isLow } }: { packs: Packs }) {
  const { t, whole, points } = useTexts()
  return (
    <TitledPanel label={t('packs.title')}>
      <Stack gap="md">
        <Text>{t('packs.about')}</Text>
        <Figure label={t('packs.left')}>{whole(leftPoints)}</Figure>
        {isLow && <Notice tone="careful">{t('packs.low')}</Notice>}
        {uncoveredPoints !== '0' && (
          <Notice tone="careful">{t('packs.uncovered', { points: points(uncoveredPoints) })}</Notice>
        )}
        <ul className={classes.list} aria-label={t('packs.title')}>
          {packs.toReversed().map((pack) => (
            <li key={pack.packNumber} className={classes.row}>
              <PackRow pack={pack} />
            </li>
          ))}
        </ul>
      </Stack>
    </TitledPanel>
  )
}

function PackRow({ pack }: { pack: Pack }) {
  const { t, whole, points, money, day } = useTexts()
  const { number, state, startsOn, leftPoints } = pack
  return (
    <>
      <div className={classes.name}>
        <Text component="span" fw={650} display="block">
          {t('packs.of', { number, points: points(pack.points) })}
        </Text>
        <Text component="span" size="sm" c="dimmed">
          {t('packs.from', { day: day(noonOf(startsOn)) })}
        </Text>
      </div>
      <Group gap="md" className={classes.standing}>
        <span className={classes.amount}>
          <Text component="span" fw={650} display="block">
            {state === 'paid'
              ? t('packs.leftOf', { left: whole(leftPoints) })
              : money(pack.payableMinor, pack.currency)}
          </Text>
          {state === 'ordered' && (
            <Text component="span" size="sm" c="dimmed">
              {t('packs.quote', { number })}
            </Text>
          )}
        </span>
        <StatusBadge tone={TONES[state]}>{t(`packs.state.${state}`)}</StatusBadge>
      </Group>
    </>
  )
}
