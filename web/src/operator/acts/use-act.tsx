import { Anchor } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'

import type { Proposal } from '../../api-client/operator-partners.ts'
import { ConfirmDialog } from '../../console/confirm-dialog.tsx'
import { Notice } from '../../ui/notices.tsx'
import type { en } from '../texts/en.ts'
import { useTexts } from '../use-texts.ts'
import { type ApiCall, ledgerCallsOf } from './ledger-calls.ts'

/** Something that an operator does, by the name that its texts have. */
export interface Act {
  readonly name: keyof (typeof en)['acts']
  /** What its texts name. */
  readonly values: Record<string, string>
  readonly call: ApiCall
  readonly run: () => Promise<object>
  /** Told once it is done. */
  readonly onDone?: (answer: object) => void
}

/** What stops or ends something. */
const GRAVE: ReadonlySet<Act['name']> = new Set([
  'suspend',
  'revokeKey',
  'pause_issuing',
  'pause_redeeming',
  'freeze',
  'cancelOperation',
  'packCancel',
  'reject',
])

/** Whether a call became a proposal, because one person may not make it alone. */
function isProposal(answer: object): answer is Proposal {
  return 'proposalId' in answer && 'proposedBy' in answer
}

/** The texts of acts: there are too many for TypeScript to check each with its values. */
function useActTexts(): (act: Act, text: 'title' | 'words' | 'go' | 'done') => string {
  const { t } = useTexts()
  const say = t as (key: string, values: Record<string, string>) => string
  return ({ name, values }, text) => say(`acts.${name}.${text}`, values)
}

/** The words of an act, as the dialog shows them before it is done. */
function usePlanOf() {
  const { t } = useTexts()
  const say = useActTexts()
  return (act: Act) => ({
    title: say(act, 'title'),
    words: [say(act, 'words')],
    calls: ledgerCallsOf(act.call).map(({ timing, ...named }) => ({ ...named, when: t(`timing.${timing}`) })),
    go: say(act, 'go'),
    isGrave: GRAVE.has(act.name),
  })
}

/**
 * Does what operators do, after showing it: `ask` opens the dialog, and `area` is where the page has it, with what was done
 * afterwards.
 */
export function useAct(): { ask: (act: Act) => void; area: ReactNode } {
  const { t } = useTexts()
  const say = useActTexts()
  const planOf = usePlanOf()
  const [act, setAct] = useState<Act | null>(null)
  const [done, setDone] = useState<{ act: Act; isProposed: boolean } | null>(null)
  const run = () => {
    if (act === null) throw new Error('confirmed without anything asked for')
    return act.run()
  }
  const finish = (answer: object) => {
    if (act === null) return
    const isProposed = isProposal(answer) && act.name !== 'approve' && act.name !== 'reject'
    setDone({ act, isProposed })
    setAct(null)
    if (!isProposed) act.onDone?.(answer)
  }
  const area = (
    <>
      <div role="status">
        {done !== null && (
          <Notice tone={done.isProposed ? 'careful' : 'calm'}>
            {done.isProposed ? t('act.proposed') : say(done.act, 'done')}{' '}
            {done.isProposed && (
              <Anchor component={Link} href="/proposals">
                {t('act.toProposals')}
              </Anchor>
            )}
          </Notice>
        )}
      </div>
      <ConfirmDialog
        plan={act && planOf(act)}
        room="operator"
        run={run}
        onDone={finish}
        onCancel={() => setAct(null)}
      />
    </>
  )
  const ask = (next: Act) => {
    setDone(null)
    setAct(next)
  }
  return { ask, area }
}
