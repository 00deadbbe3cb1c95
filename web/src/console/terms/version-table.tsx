import { Badge, Table, Text } from '@mantine/core'

import { useTexts } from '../use-texts.ts'
import type { TermsKind } from './terms.ts'
import type { Standing, TimedVersion } from './timeline.ts'
import { useTermsTexts } from './use-terms-texts.ts'
import classes from './version-table.module.css'

const BADGES: Record<Standing, 'filled' | 'light' | 'default'> = {
  now: 'filled',
  coming: 'light',
  past: 'default',
  replaced: 'default',
}

interface TableProps {
  label: string
  kind: TermsKind
  timeline: readonly TimedVersion[]
}

/** What comes, what counts now and what was, in this order. */
export function VersionTable({ label, kind, timeline }: TableProps) {
  const { t } = useTexts()
  return (
    <Table className={classes.table} aria-label={label} verticalSpacing="xs" horizontalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('table.version')}</Table.Th>
          <Table.Th>{t(`terms.${kind}.column`)}</Table.Th>
          <Table.Th>{t('table.counts')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {timeline.map((timed) => (
          <VersionRow key={timed.version.version} kind={kind} timed={timed} />
        ))}
      </Table.Tbody>
    </Table>
  )
}

function VersionRow({ kind, timed }: { kind: TermsKind; timed: TimedVersion }) {
  const { version, standing } = timed
  const { t } = useTexts()
  const { sentence, most, period } = useTermsTexts(kind, version.currency)
  const limit = most(version)
  return (
    <Table.Tr data-standing={standing}>
      <Table.Td>{version.version}</Table.Td>
      <Table.Td>
        <Text size="sm" fw={standing === 'now' ? 650 : undefined}>
          {sentence(version)}
        </Text>
        {limit !== null && (
          <Text size="xs" c="dimmed">
            {limit}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Badge variant={BADGES[standing]} tt="none">
          {t(`table.standing.${standing}`)}
        </Badge>
        <Text size="xs" c="dimmed" mt={4}>
          {period(timed)}
        </Text>
      </Table.Td>
    </Table.Tr>
  )
}
