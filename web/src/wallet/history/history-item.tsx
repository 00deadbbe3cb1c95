import { Anchor, Badge, Group, Text } from '@mantine/core'
import { Link } from 'wouter'

import type { HistoryItem } from '../../api-client/me.ts'
import { BrandMark } from '../../ui/brand-mark.tsx'
import { COALITION } from '../../ui/coalition.ts'
import { useTexts } from '../use-texts.ts'
import { dayAt } from './history-days.ts'
import classes from './history.module.css'

/** States in which something is still on its way; `final` and `confirmed` need no word. */
const ON_ITS_WAY = new Set(['accepted', 'batched', 'submitted', 'captured', 'gave_way', 'parked'])

/** What a partner can do on the ledger by itself. */
type DirectKind = Extract<HistoryItem['kind'], 'accrual' | 'accrual_reversal' | 'redemption' | 'redemption_reversal'>

/** What happened, in a few words. */
function useKindText(item: HistoryItem): string {
  const { t } = useTexts()
  if (!item.isDirect) return t(`history.kind.${item.kind}`)
  return t(`history.direct.${item.kind as DirectKind}`, { partner: item.partnerName ?? COALITION })
}

/** Why these points: the purchase, and the rule that counted then. */
function Why({ why }: { why: NonNullable<HistoryItem['why']> }) {
  const { t, money, points } = useTexts()
  const { currency } = why
  const amount = money(why.amountMinor, currency)
  const rule = t('history.rule', { points: points(why.rulePoints), per: money(why.rulePerMinor, currency) })
  return (
    <Text size="sm">
      {why.eligibleMinor === why.amountMinor
        ? t('history.whyAll', { amount })
        : t('history.whyPart', { amount, eligible: money(why.eligibleMinor, currency) })}{' '}
      {rule} {t('history.rounded')}
    </Text>
  )
}

/** Where its receipt is; null where it has none. */
function receiptOf({ entryId, redemptionId }: HistoryItem): string | null {
  if (entryId !== null) return `/receipts/${entryId}`
  return redemptionId === null ? null : `/receipts/redemptions/${redemptionId}`
}

/** What is behind an entry, for who wants to know. */
function Details({ item }: { item: HistoryItem }) {
  const { t } = useTexts()
  const receipt = receiptOf(item)
  if (item.why === null && item.reference === null && receipt === null && !item.isDirect) return null
  return (
    <details className={classes.details}>
      <summary>{t('history.details')}</summary>
      {item.reference !== null && <Text size="sm">{t('history.reference', { reference: item.reference })}</Text>}
      {item.why !== null && <Why why={item.why} />}
      {item.isDirect && <Text size="sm">{t('history.directAbout', { partner: item.partnerName ?? COALITION })}</Text>}
      {receipt !== null && (
        <Anchor component={Link} href={receipt} size="sm" className={classes.receipt}>
          {t('history.receipt')}
        </Anchor>
      )}
    </details>
  )
}

interface HistoryEntryProps {
  item: HistoryItem
  /** Among others of several days: with its own, and without what is behind it. */
  isShort?: boolean
}

/** One thing that happened to the points. */
export function HistoryEntry({ item, isShort = false }: HistoryEntryProps) {
  const { t, change, listDay } = useTexts()
  const kindText = useKindText(item)
  const isGain = !item.points.startsWith('-')
  const facts = [
    item.rewardTitle === null ? null : item.partnerName,
    kindText,
    isShort ? listDay(`${dayAt(item)}T12:00:00`) : null,
  ].filter((fact) => fact !== null)
  return (
    <li className={classes.item}>
      <Group align="start" wrap="nowrap" gap="sm">
        {item.partnerName !== null && item.brand !== null && (
          <BrandMark name={item.partnerName} brand={item.brand} size="large" />
        )}
        <div className={classes.what}>
          <Text fw={600}>{item.rewardTitle ?? item.partnerName ?? COALITION}</Text>
          <Text size="sm" c="dimmed">
            {facts.join(' · ')}
          </Text>
          {ON_ITS_WAY.has(item.state) && (
            <Badge variant="default" tt="none" mt={4}>
              {t(item.state === 'parked' ? 'history.parked' : 'history.onItsWay')}
            </Badge>
          )}
          {!isShort && <Details item={item} />}
        </div>
        <Text className={isGain ? classes.gain : classes.loss}>{change(item.points)}</Text>
      </Group>
    </li>
  )
}
