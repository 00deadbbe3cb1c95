import { Anchor, Group, Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import { readHistory } from '../../api-client/me.ts'
import { Asked, Loaded } from '../../app/loaded.tsx'
import { usePages } from '../../app/use-pages.ts'
import { MoreButton } from '../../ui/more-button.tsx'
import { Nothing, Panel } from '../../ui/notices.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { useTexts } from '../use-texts.ts'
import { HistoryEntry } from './history-item.tsx'
import classes from './history.module.css'

const LATEST = 4

/** The newest of the history, on the first page. */
export function LatestHistory() {
  const { t } = useTexts()
  const query = useQuery({ queryKey: ['history', 'latest'], queryFn: () => readHistory(null) })
  return (
    <Panel label={t('history.latest')}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {t('history.latest')}
        </Title>
        <Anchor component={Link} href="/history">
          {t('history.all')}
        </Anchor>
      </Group>
      <Loaded query={query}>
        {({ data: items }) =>
          items.length === 0 ? (
            <Nothing>{t('history.none')}</Nothing>
          ) : (
            <ul className={classes.list}>
              {items.slice(0, LATEST).map((item) => (
                <HistoryEntry key={item.id} item={item} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  )
}

/** Everything that happened to the points, newest first. */
export function HistoryPage() {
  const { t } = useTexts()
  const { query, rows: items } = usePages(['history', 'all'], readHistory)
  return (
    <Stack gap="md">
      <PageTitle>{t('history.title')}</PageTitle>
      {query.isSuccess && items.length === 0 && <Nothing>{t('history.none')}</Nothing>}
      {items.length > 0 && (
        <Panel label={t('history.title')}>
          <ul className={classes.list}>
            {items.map((item) => (
              <HistoryEntry key={item.id} item={item} />
            ))}
          </ul>
        </Panel>
      )}
      <Asked query={query} />
      <MoreButton query={query} label={t('history.more')} />
    </Stack>
  )
}
