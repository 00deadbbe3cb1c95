import { Button, Stack, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'

import { readLedger } from '../../api-client/me.ts'
import { useProblemText } from '../../app/problem-text.ts'
import { Failure, Panel } from '../../ui/notices.tsx'
import { findWallet } from '../sign-in/wallets.ts'
import { useTexts } from '../use-texts.ts'

async function showPoints(): Promise<boolean> {
  const [{ showPointsInWallet }, wallet, ledger] = await Promise.all([
    import('../../chain-client/sign-with-wallet.ts'),
    findWallet(),
    readLedger(),
  ])
  return showPointsInWallet(wallet, ledger)
}

/** Has the member's wallet app list the points beside whatever else it lists. */
export function ShowInWalletPanel() {
  const { t } = useTexts()
  const problemText = useProblemText()
  const showing = useMutation({ mutationFn: showPoints })
  return (
    <Panel label={t('walletApp.title')}>
      <Title order={2} size="h4" mb="xs">
        {t('walletApp.title')}
      </Title>
      <Stack gap="sm" align="start">
        <Text>{t('walletApp.about')}</Text>
        {showing.isError && <Failure text={problemText(showing.error)} />}
        <div role="status">{showing.data === true && <Text>{t('walletApp.done')}</Text>}</div>
        <Button variant="default" loading={showing.isPending} onClick={() => showing.mutate()}>
          {t('walletApp.show')}
        </Button>
      </Stack>
    </Panel>
  )
}
