import { Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'

import { readStatus } from '../api-client/status.ts'
import { readSupplyAt } from '../chain-client/ledger/claims.ts'
import type { OpenLedger } from '../chain-client/ledger/open-ledger.ts'
import { readSupply, type Supply } from '../chain-client/ledger/read-supply.ts'
import { Figure } from '../ui/figure.tsx'
import { Notice, TitledPanel } from '../ui/notices.tsx'
import { StatusBadge } from '../ui/status-badge.tsx'
import classes from './audit.module.css'
import { Read } from './read.tsx'
import { useTexts } from './use-texts.ts'

/** All points together: how many, when they expire, whether anything is paused, and what the server says of it. */
export function SupplyPanel({ ledger, isClaimed }: { ledger: OpenLedger; isClaimed: boolean }) {
  const { t } = useTexts()
  return (
    <TitledPanel label={t('supply.title')}>
      <Read ledger={ledger} name="supply" read={readSupply}>
        {(supply) => (
          <Stack gap="md">
            <Figures supply={supply} />
            <Lots supply={supply} />
            {isClaimed && <Claim ledger={ledger} />}
          </Stack>
        )}
      </Read>
    </TitledPanel>
  )
}

function Figures({ supply: { total, lots, isIssuingPaused, isRedeemingPaused } }: { supply: Supply }) {
  const { t, points, date } = useTexts()
  const [next] = lots
  return (
    <>
      <div className={classes.figures}>
        <Figure label={t('supply.total')} size="large">
          {points(total)}
        </Figure>
        {next !== undefined && (
          <Figure label={t('supply.next')} note={t('supply.nextOn', { date: date(next.expiresAt) })}>
            {points(next.points)}
          </Figure>
        )}
      </div>
      {isIssuingPaused && <Notice tone="careful">{t('supply.issuingPaused')}</Notice>}
      {isRedeemingPaused && <Notice tone="careful">{t('supply.redeemingPaused')}</Notice>}
    </>
  )
}

function Lots({ supply: { lots, total } }: { supply: Supply }) {
  const { t, count, date, share } = useTexts()
  if (lots.length === 0) return <Text c="dimmed">{t('supply.none')}</Text>
  return (
    <Table aria-label={t('supply.lots')} verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('supply.expires')}</Table.Th>
          <Table.Th scope="col" ta="end">
            {t('supply.points')}
          </Table.Th>
          <Table.Th scope="col" ta="end">
            {t('supply.share')}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {lots.map(({ points, expiresAt }) => (
          <Table.Tr key={expiresAt.toISOString()}>
            <Table.Th scope="row" fw={500}>
              {date(expiresAt)}
            </Table.Th>
            <Table.Td ta="end">{count(points)}</Table.Td>
            <Table.Td ta="end">{share(String(points), String(total))}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

/** The server's word on a block, and the ledger's; null where the server does not say. */
async function readClaim(ledger: OpenLedger) {
  const { block, totalSupply, indexedBlock, entries } = await readStatus()
  if (block === null || totalSupply === null) return null
  const number = BigInt(block)
  return {
    block: number,
    claimed: BigInt(totalSupply),
    onLedger: await readSupplyAt(ledger, number),
    open: BigInt(entries.open),
    behind: indexedBlock === null ? number : number - BigInt(indexedBlock),
  }
}

/** What the server says, beside what the ledger said in the same block. */
function Claim({ ledger }: { ledger: OpenLedger }) {
  const { t, points, count } = useTexts()
  const query = useQuery({
    queryKey: ['claim', ledger.block.hash],
    queryFn: () => readClaim(ledger),
    retry: false,
    staleTime: Infinity,
  })
  if (query.isPending) return null
  if (query.data === undefined || query.data === null) return <Text c="dimmed">{t('claim.silent')}</Text>
  const { block, claimed, onLedger, open, behind } = query.data
  const isEqual = onLedger === claimed
  return (
    <div className={classes.claim}>
      <StatusBadge tone={isEqual ? 'ok' : 'wrong'}>{t(isEqual ? 'claim.equal' : 'claim.differs')}</StatusBadge>
      <Text size="sm">
        {t('claim.says', { points: points(claimed), block: count(block) })}{' '}
        {!isEqual && `${t('claim.ledger', { points: points(onLedger) })} `}
        {t('claim.health', { open: count(open), behind: count(behind > 0n ? behind : 0n) })}
      </Text>
    </div>
  )
}
