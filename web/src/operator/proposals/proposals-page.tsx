import { SegmentedControl, Stack } from '@mantine/core'
import { IconGavel } from '@tabler/icons-react'
import { useState } from 'react'

import { listProposals } from '../../api-client/operator-log.ts'
import { AskedRows } from '../../app/loaded.tsx'
import { usePages } from '../../app/use-pages.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import classes from '../../ui/rows.module.css'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'
import { ProposalRow } from './proposal-row.tsx'

type Shown = 'waiting' | 'all'

/** Calls that one person may not make alone: to approve, to reject, and to carry out. */
export function ProposalsPage() {
  const { t } = useTexts()
  const key = useOperatorKey()
  const [shown, setShown] = useState<Shown>('waiting')
  const isWaiting = shown === 'waiting'
  const { query, rows } = usePages(['proposals', shown], (cursor) => listProposals(key, { isWaiting, cursor }))
  return (
    <Stack gap="md">
      <PageHead title={t('proposals.title')} about={t('proposals.about')} />
      <SegmentedControl<Shown>
        aria-label={t('proposals.shown')}
        value={shown}
        onChange={setShown}
        data={(['waiting', 'all'] as const).map((value) => ({ value, label: t(`proposals.show.${value}`) }))}
        style={{ alignSelf: 'start' }}
      />
      <AskedRows query={query} room="operator" />
      {query.isSuccess && rows.length === 0 && <EmptyState icon={IconGavel}>{t(`proposals.none.${shown}`)}</EmptyState>}
      <ul className={classes.list}>
        {rows.map((proposal) => (
          <li key={proposal.proposalId} className={classes.row}>
            <ProposalRow proposal={proposal} />
          </li>
        ))}
      </ul>
      <MoreButton query={query} label={t('more')} />
    </Stack>
  )
}
