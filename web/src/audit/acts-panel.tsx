import { Code, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import type { OpenLedger } from '../chain-client/ledger/open-ledger.ts'
import { type OperatorAct, readActs } from '../chain-client/ledger/read-acts.ts'
import { TitledPanel } from '../ui/notices.tsx'
import rows from '../ui/rows.module.css'
import classes from './audit.module.css'
import { Chapters } from './chapters.tsx'
import { useTexts } from './use-texts.ts'

/** What the operator did on the ledger: powers, partners, modules, pauses and recoveries. */
export function ActsPanel({ ledger }: { ledger: OpenLedger }) {
  const { t } = useTexts()
  return (
    <TitledPanel label={t('acts.title')}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('acts.about')}
      </Text>
      <Chapters ledger={ledger} name="acts" read={readActs} none={t('acts.none')}>
        {(acts) => (
          <ul className={rows.list}>
            {groupActs(acts).map((alike) => (
              <Acts key={keyOf(alike[0])} acts={alike} />
            ))}
          </ul>
        )}
      </Chapters>
    </TitledPanel>
  )
}

type Alike = readonly [OperatorAct, ...OperatorAct[]]

const keyOf = ({ event, transactionHash }: OperatorAct) => `${transactionHash}.${event}`

/** A deployment sets many things of one kind at once: what a transaction logged of a kind is one row. */
function groupActs(acts: readonly OperatorAct[]): Alike[] {
  return [...Map.groupBy(acts, keyOf).values()] as unknown as Alike[]
}

function Acts({ acts }: { acts: Alike }) {
  const { t, time, whole } = useTexts()
  const [{ event, transactionHash, at }] = acts
  const name = useEventName(event)
  return (
    <li className={rows.row}>
      <div className={rows.name}>
        <Text fw={600}>
          {acts.length === 1 ? name : t('acts.several', { name, count: whole(String(acts.length)) })}
        </Text>
        <Text size="sm" c="dimmed">
          {time(at)}
        </Text>
        <details className={classes.facts}>
          <summary>{t('acts.facts')}</summary>
          <Facts facts={{ event, transaction: transactionHash }} />
          {acts.map(({ args }, index) => (
            <Facts key={index} facts={args} />
          ))}
        </details>
      </div>
    </li>
  )
}

function Facts({ facts }: { facts: Readonly<Record<string, string>> }) {
  return (
    <dl>
      {Object.entries(facts).map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <Code>{value}</Code>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** An event in words; one that the page has none for by its own name. */
function useEventName(event: string): string {
  const { i18n } = useTranslation()
  const key = `audit:acts.events.${event}`
  // Contracts of later versions may log what is not in the texts.
  return i18n.exists(key) ? (i18n.t as (key: string) => string)(key) : event
}
