import { Anchor, Group, Skeleton, Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'

import { ALL_HISTORY, type HistoryFilter, type HistoryItem, readHistory } from '../../api-client/me.ts'
import { Asked } from '../../app/loaded.tsx'
import { usePages } from '../../app/use-pages.ts'
import { MoreButton } from '../../ui/more-button.tsx'
import { Nothing, Panel } from '../../ui/notices.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { CollectLink } from '../collect/collect-link.tsx'
import { useTexts } from '../use-texts.ts'
import { groupByDay } from './history-days.ts'
import { HistoryFilters } from './history-filters.tsx'
import { HistoryEntry } from './history-item.tsx'
import classes from './history.module.css'

const LATEST = 5
const ROW_HEIGHT = 48

/** Stands where rows will be. */
function Rows({ count }: { count: number }) {
  return (
    <Stack gap="md" mt="xs">
      {Array.from({ length: count }, (_, row) => (
        <Skeleton key={row} height={ROW_HEIGHT} radius="md" />
      ))}
    </Stack>
  )
}

/** The newest of the history, on the first page. */
export function LatestHistory() {
  const { t } = useTexts()
  const query = useQuery({ queryKey: ['history', 'latest'], queryFn: () => readHistory(null, ALL_HISTORY) })
  const items = query.data?.data
  return (
    <Panel label={t('history.latest')}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {t('history.latest')}
        </Title>
        <Anchor component={Link} href="/history" className={classes.all}>
          {t('history.all')}
        </Anchor>
      </Group>
      {query.isPending && !query.isPaused && <Rows count={LATEST} />}
      {(query.isError || query.isPaused) && items === undefined && <Asked query={query} />}
      {items?.length === 0 && <Nothing>{t('history.none')}</Nothing>}
      {items !== undefined && items.length > 0 && (
        <ul className={classes.list}>
          {items.slice(0, LATEST).map((item) => (
            <HistoryEntry key={item.id} item={item} isShort />
          ))}
        </ul>
      )}
      <CollectLink />
    </Panel>
  )
}

function Day({ day, items }: { day: string; items: readonly HistoryItem[] }) {
  const { weekday } = useTexts()
  const heading = weekday(day)
  return (
    <Panel label={heading}>
      <Title order={2} size="h5">
        {heading}
      </Title>
      <ul className={classes.list}>
        {items.map((item) => (
          <HistoryEntry key={item.id} item={item} />
        ))}
      </ul>
    </Panel>
  )
}

/** Everything that happened to the points, newest first, by the days of the shops; or one kind of it, or one brand's. */
export function HistoryPage() {
  const { t } = useTexts()
  const [filter, setFilter] = useState<HistoryFilter>(ALL_HISTORY)
  const { kind, partnerId } = filter
  const isAll = kind === null && partnerId === null
  const { query, rows: items } = usePages(['history', 'all', String(kind), String(partnerId)], (cursor) =>
    readHistory(cursor, filter),
  )
  return (
    <Stack gap="md" maw={760}>
      <PageTitle>{t('history.title')}</PageTitle>
      <CollectLink />
      <HistoryFilters filter={filter} onChange={setFilter} />
      {query.isSuccess && items.length === 0 && <Nothing>{t(isAll ? 'history.none' : 'history.noneFiltered')}</Nothing>}
      {query.isPending && !query.isPaused ? <Rows count={LATEST} /> : <Asked query={query} />}
      {groupByDay(items).map(({ day, items: own }) => (
        <Day key={day} day={day} items={own} />
      ))}
      <MoreButton query={query} label={t('history.more')} />
    </Stack>
  )
}
