import { Anchor, Code, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'

import { type AuditReport, listAuditReports } from '../api-client/audit-reports.ts'
import { Loaded } from '../app/loaded.tsx'
import { isSignedSummary } from '../chain-client/audit-summary.ts'
import type { OpenLedger } from '../chain-client/ledger/open-ledger.ts'
import { TitledPanel } from '../ui/notices.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import classes from './audit.module.css'
import { useTexts } from './use-texts.ts'

/** Reports of auditors, as the operator publishes them. The browser checks their signatures, and that they are about the ledger that is open. */
export function ReportsPanel({ ledger }: { ledger: OpenLedger }) {
  const { t } = useTexts()
  const query = useQuery({
    queryKey: ['audit reports'],
    queryFn: async () =>
      Promise.all(
        (await listAuditReports()).map(async (report) => ({ report, isSigned: await isSignedSummary(report) })),
      ),
    staleTime: Infinity,
  })
  return (
    <TitledPanel label={t('reports.title')}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t('reports.about')}
        </Text>
        <Loaded query={query}>
          {(reports) =>
            reports.length === 0 ? (
              <Text c="dimmed">{t('reports.none')}</Text>
            ) : (
              reports.map(({ report, isSigned }) => (
                <Report key={report.name} report={report} isSigned={isSigned} isOfLedger={isAbout(report, ledger)} />
              ))
            )
          }
        </Loaded>
      </Stack>
    </TitledPanel>
  )
}

const isAbout = ({ chainId, summary }: AuditReport, ledger: OpenLedger): boolean =>
  chainId === ledger.chainId && summary.token.toLowerCase() === ledger.contracts.token

function Report({ report, isSigned, isOfLedger }: { report: AuditReport; isSigned: boolean; isOfLedger: boolean }) {
  const { t, count, time } = useTexts()
  const { name, summary, signer, hasPdf, blockTime } = report
  const findings = BigInt(summary.findings)
  const href = (ending: string) => `/v1/archive/reports/${name}.${ending}`
  return (
    <Stack gap={4}>
      <Group gap="sm">
        <strong>{t('reports.upTo', { time: time(new Date(blockTime)) })}</strong>
        {!isSigned && <StatusBadge tone="wrong">{t('reports.notSigned')}</StatusBadge>}
        {!isOfLedger && <StatusBadge tone="wrong">{t('reports.otherLedger')}</StatusBadge>}
        {isSigned && isOfLedger && (
          <StatusBadge tone={findings === 0n ? 'ok' : 'wrong'}>
            {findings === 0n ? t('reports.clean') : t('reports.findings', { findings: count(findings) })}
          </StatusBadge>
        )}
      </Group>
      <Text size="sm" className={classes.facts}>
        {t('reports.facts', {
          from: count(BigInt(summary.fromBlock)),
          to: count(BigInt(summary.toBlock)),
          left: count(BigInt(summary.notChecked)),
        })}
      </Text>
      <Text size="sm">
        {t('reports.signer')} <Code className={classes.key}>{signer}</Code>
      </Text>
      <Group gap="md">
        {hasPdf && (
          <Anchor href={href('pdf')} size="sm">
            {t('reports.pdf')}
          </Anchor>
        )}
        <Anchor href={href('json')} size="sm">
          {t('reports.json')}
        </Anchor>
      </Group>
    </Stack>
  )
}
