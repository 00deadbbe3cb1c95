import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'

import { readLedger } from '../api-client/me.ts'
import { LookSwitches } from '../app/look-switches.tsx'
import { OneMoment } from '../app/loaded.tsx'
import { COALITION } from '../ui/coalition.ts'
import { CoalitionMark } from '../ui/coalition-mark.tsx'
import frame from '../ui/frame.module.css'
import classes from './audit.module.css'
import { useTexts } from './use-texts.ts'

/** What reads the chain comes once the frame of the page is there. */
const LedgerOfSource = lazy(() =>
  import('./ledger-of-source.tsx').then((module) => ({ default: module.LedgerOfSource })),
)

/** The ledger, read by whoever looks at the page from an endpoint of their choice. The server is only asked what it claims. */
export function AuditPage() {
  const { t } = useTexts()
  const claimed = useQuery({ queryKey: ['ledger'], queryFn: readLedger, retry: false })
  return (
    <div className={classes.frame}>
      <Anchor href="#content" className={frame.skip}>
        {t('skip')}
      </Anchor>
      <header className={frame.header}>
        <a href="/" className={`${frame.brand ?? ''} ${classes.home ?? ''}`}>
          <CoalitionMark />
          <strong>{COALITION}</strong>
        </a>
        <LookSwitches />
      </header>
      <main id="content" tabIndex={-1} className={classes.main}>
        <Suspense fallback={<OneMoment />}>
          {claimed.isPending ? <OneMoment /> : <LedgerOfSource claimed={claimed.data ?? null} />}
        </Suspense>
      </main>
    </div>
  )
}
