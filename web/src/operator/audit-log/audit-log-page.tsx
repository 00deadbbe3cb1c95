import { Checkbox, Code, Group, NativeSelect, Stack, Table, Text } from '@mantine/core'
import { IconTimeline } from '@tabler/icons-react'
import { useState } from 'react'

import { type AuditEntry, listAuditEntries } from '../../api-client/operator-log.ts'
import { AskedRows } from '../../app/loaded.tsx'
import { usePages } from '../../app/use-pages.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { MoreButton } from '../../ui/more-button.tsx'
import { Panel } from '../../ui/notices.tsx'
import { PageHead } from '../../ui/page-head.tsx'
import { StatusBadge } from '../../ui/status-badge.tsx'
import { factsText } from '../facts-text.ts'
import { useOperatorKey } from '../operator-key.ts'
import { usePartners } from '../use-partners.ts'
import { useTexts } from '../use-texts.ts'
import classes from './audit-log.module.css'

const ALL = ''

/** Who called what, newest first, and how to hold the log against a head. */
export function AuditLogPage() {
  const { t } = useTexts()
  const key = useOperatorKey()
  const partners = usePartners()
  const [partnerId, setPartnerId] = useState(ALL)
  const [hasReads, setHasReads] = useState(true)
  const { query, rows } = usePages(['audit-log', partnerId], (cursor) =>
    listAuditEntries(key, { partnerId: partnerId === ALL ? null : partnerId, cursor }),
  )
  const shown = hasReads ? rows : rows.filter((entry) => !isRead(entry))
  const choices = (partners.data ?? []).map(({ partnerId: id, name }) => ({ value: String(id), label: name }))
  return (
    <Stack gap="md">
      <PageHead title={t('auditLog.title')} about={t('auditLog.about')} />
      <Group align="end" gap="lg">
        <NativeSelect
          label={t('auditLog.partner')}
          data={[{ value: ALL, label: t('auditLog.everybody') }, ...choices]}
          value={partnerId}
          onChange={(event) => setPartnerId(event.currentTarget.value)}
          w="fit-content"
        />
        <Checkbox
          label={t('auditLog.reads')}
          checked={hasReads}
          onChange={(event) => setHasReads(event.currentTarget.checked)}
          mb="xs"
        />
      </Group>
      <AskedRows query={query} room="operator" count={6} />
      {query.isSuccess && shown.length === 0 && (
        <EmptyState icon={IconTimeline}>{t(rows.length === 0 ? 'auditLog.none' : 'auditLog.onlyReads')}</EmptyState>
      )}
      {shown.length > 0 && <Entries entries={shown} />}
      <MoreButton query={query} label={t('more')} />
      <VerifyHint head={rows[0] ?? null} />
    </Stack>
  )
}

function Entries({ entries }: { entries: readonly AuditEntry[] }) {
  const { t } = useTexts()
  return (
    <Table.ScrollContainer minWidth={0} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table aria-label={t('auditLog.title')} verticalSpacing="xs" className={classes.entries}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('auditLog.number')}</Table.Th>
            <Table.Th scope="col">{t('auditLog.who')}</Table.Th>
            <Table.Th scope="col">{t('auditLog.what')}</Table.Th>
            <Table.Th scope="col" ta="end">
              {t('auditLog.amount')}
            </Table.Th>
            <Table.Th scope="col">{t('auditLog.result')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry) => (
            <EntryRow key={entry.number} entry={entry} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

/** Whether a call changed nothing, and was neither refused nor proposed. */
function isRead({ problem, changed, proposalId }: AuditEntry): boolean {
  return problem === null && !changed && proposalId === null
}

function toneOf({ problem, changed, proposalId }: AuditEntry): 'ok' | 'wrong' | 'quiet' | 'waiting' {
  if (problem !== null) return 'wrong'
  if (changed) return 'ok'
  return proposalId === null ? 'quiet' : 'waiting'
}

function EntryRow({ entry }: { entry: AuditEntry }) {
  const { t, moment, whole } = useTexts()
  const { number, at, operation, target, kept, amount, status, problem, changed, caller } = entry
  const about = factsText({ ...target, ...kept })
  const result = problem ?? t(changed ? 'auditLog.changed' : 'auditLog.read')
  return (
    <Table.Tr>
      <Table.Th scope="row">
        {number}
        <Text component="span" size="xs" c="dimmed" display="block" fw={400}>
          {moment(at)}
        </Text>
      </Table.Th>
      <Table.Td>
        {caller.label ?? t(`auditLog.kind.${caller.kind}`)}
        <Text component="span" size="xs" c="dimmed" display="block">
          {t(`auditLog.kind.${caller.kind}`)} {caller.keyId}
        </Text>
      </Table.Td>
      <Table.Td>
        {operation}
        <Text component="span" size="xs" c="dimmed" display="block">
          {about}
        </Text>
      </Table.Td>
      <Table.Td ta="end">{amount === null ? '–' : whole(amount)}</Table.Td>
      <Table.Td>
        <StatusBadge tone={toneOf(entry)}>{result}</StatusBadge>
        <Text component="span" size="xs" c="dimmed" display="block">
          {t('auditLog.status', { status: String(status) })}
        </Text>
      </Table.Td>
    </Table.Tr>
  )
}

/** How anybody with the command line holds the log against what was seen here. */
function VerifyHint({ head }: { head: AuditEntry | null }) {
  const { t } = useTexts()
  return (
    <Panel label={t('auditLog.verify')}>
      <Stack gap="xs">
        <Text>{t('auditLog.verifyAbout')}</Text>
        <Code block>{`entente audit-log verify${head === null ? '' : ` --head ${head.hash}`}`}</Code>
      </Stack>
    </Panel>
  )
}
