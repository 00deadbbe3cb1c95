import { Alert, Code, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import type { Finding, Outcome, Verdict } from '../chain-client/receipt-findings.ts'
import { Panel } from '../ui/notices.tsx'
import classes from './receipt-findings.module.css'

const VERDICT_COLOURS = { verified: 'accent', not_final: 'accent', incomplete: 'yellow', refuted: 'red' } as const
/** Read out by nobody: the word beside it says the same. */
const SIGNS: Readonly<Record<Outcome, string>> = { passed: '✓', failed: '✗', open: '…', unknown: '?', left_out: '–' }

interface VerdictProps {
  verdict: Verdict
  /** Of a redemption. */
  isSpent: boolean
  said: { points: string; partner: string }
}

/** What the check comes to, in a sentence. */
export function VerdictNotice({ verdict, isSpent, said }: VerdictProps) {
  const { t } = useTranslation('receipt')
  return (
    <Alert
      variant="outline"
      color={VERDICT_COLOURS[verdict]}
      role={verdict === 'refuted' ? 'alert' : 'status'}
      title={t(`verdict.${verdict}.title`)}
    >
      <Text>{t(`verdict.${verdict}.${isSpent ? 'spent' : 'text'}`, said)}</Text>
    </Alert>
  )
}

/** Step by step: what was looked at, by whom, what came out, and the raw facts. */
export function FindingList({ findings, isSpent }: { findings: readonly Finding[]; isSpent: boolean }) {
  const { t } = useTranslation('receipt')
  return (
    <Panel label={t('steps')}>
      <Stack>
        <Title order={2} size="h4">
          {t('steps')}
        </Title>
        <ol className={classes.steps}>
          {findings.map((finding) => (
            <li key={finding.step} className={classes.step} data-outcome={finding.outcome}>
              <FindingText finding={finding} />
            </li>
          ))}
        </ol>
        <Text size="sm" c="dimmed">
          {t('lies')}
        </Text>
        <Text size="sm" c="dimmed">
          {t(isSpent ? 'notCheckedSpent' : 'notChecked')}
        </Text>
      </Stack>
    </Panel>
  )
}

function FindingText({ finding: { step, outcome, reason, facts } }: { finding: Finding }) {
  const { t } = useTranslation('receipt')
  const names = Object.keys(facts)
  return (
    <>
      <span className={classes.sign} aria-hidden="true">
        {SIGNS[outcome]}
      </span>
      <div>
        <Text fw={600}>
          {t(`step.${step}.title`)}: {t(`outcome.${outcome}`)}
        </Text>
        <Text size="sm">{t(`reason.${reason}`)}</Text>
        <Text size="sm" c="dimmed">
          {t(`step.${step}.about`)}
        </Text>
        {names.length > 0 && (
          <details className={classes.facts}>
            <summary>{t('facts')}</summary>
            <dl>
              {names.map((name) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>
                    <Code>{facts[name]}</Code>
                  </dd>
                </div>
              ))}
            </dl>
          </details>
        )}
      </div>
    </>
  )
}
