import { Stack, Table, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'

import { type Ledger, readLedger } from '../../api-client/me.ts'
import { ProblemNotice } from '../../app/problem-notice.tsx'
import { ActionButton } from '../../ui/action-button.tsx'
import { Failure, TitledPanel } from '../../ui/notices.tsx'
import { useMember } from '../member.ts'
import { WithLedger } from '../receipts/with-ledger.tsx'
import { findWallet } from '../sign-in/wallets.ts'
import { useTexts } from '../use-texts.ts'

/** Served by us, and to wallet apps as well: they load it from pages of their own. */
const IMAGE_PATH = '/entente.png'

async function showPoints(): Promise<boolean> {
  const [{ showPointsInWallet }, wallet, ledger] = await Promise.all([
    import('../../chain-client/sign-with-wallet.ts'),
    findWallet(),
    readLedger(),
  ])
  return showPointsInWallet(wallet, { ...ledger, imageUrl: `${window.location.origin}${IMAGE_PATH}` })
}

/** What is typed into a wallet app that this page cannot reach, on a phone for example. */
function Parameters({ ledger }: { ledger: Ledger }) {
  const { t } = useTexts()
  const facts = [
    [t('walletApp.chainName'), ledger.chainName],
    [t('walletApp.chainId'), String(ledger.chainId)],
    [t('walletApp.rpcUrl'), ledger.rpcUrl ?? t('walletApp.rpcUrlOwn')],
    [t('walletApp.token'), ledger.token],
    [t('walletApp.symbol'), ledger.symbol],
    [t('walletApp.decimals'), String(ledger.decimals)],
  ] as const
  return (
    <details>
      <summary style={{ cursor: 'pointer' }}>{t('walletApp.byHand')}</summary>
      <Table layout="fixed" mt="xs">
        <Table.Tbody>
          {facts.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" w="40%">
                {name}
              </Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  )
}

/** What the ledger says of the account, asked of the chain itself. */
function OnTheLedger({ rpcUrl, token }: { rpcUrl: string; token: string }) {
  const { t, points } = useTexts()
  const { address } = useMember()
  const reading = useMutation({
    mutationFn: async () => {
      const { readBalanceAt } = await import('../../chain-client/read-balance-at.ts')
      return readBalanceAt(rpcUrl, { token, account: address })
    },
  })
  return (
    <>
      <div role="status">
        {reading.data !== undefined && (
          <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
            {t('walletApp.ledgerSays', { points: points(reading.data), account: address })}
          </Text>
        )}
      </div>
      {reading.isError && <Failure text={t('walletApp.ledgerSilent')} />}
      <ActionButton action={reading} label={t('walletApp.askLedger')} />
    </>
  )
}

/**
 * Has a wallet app list the points beside whatever else it lists. It shows what the accounts have whose keys it holds: of a
 * card or passkey member it shows nothing before the points are taken to it, and the page says so.
 */
export function ShowInWalletPanel() {
  const { t } = useTexts()
  const me = useMember()
  const isOwn = me.kind === 'wallet'
  const showing = useMutation({ mutationFn: showPoints })
  return (
    <TitledPanel label={t('walletApp.title')}>
      <Stack gap="sm" align="start">
        <Text>{t('walletApp.about')}</Text>
        {!isOwn && (
          <Text>{t('walletApp.notYours', { where: t(me.kind === 'card' ? 'move.title' : 'move.titleOwn') })}</Text>
        )}
        <ProblemNotice error={showing.error} />
        <div role="status">
          {showing.data === true && <Text>{t(isOwn ? 'walletApp.done' : 'walletApp.doneNotYours')}</Text>}
        </div>
        <ActionButton action={showing} label={t(isOwn ? 'walletApp.show' : 'walletApp.add')} />
        <WithLedger>
          {(ledger) => (
            <>
              {ledger.rpcUrl !== null && <OnTheLedger rpcUrl={ledger.rpcUrl} token={ledger.token} />}
              <Parameters ledger={ledger} />
            </>
          )}
        </WithLedger>
      </Stack>
    </TitledPanel>
  )
}
