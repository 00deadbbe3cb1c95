import { Anchor, Button, Divider, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'

import { registerPasskey, signIn, startPasskeyChallenge, startWalletChallenge } from '../../api-client/sessions.ts'
import { ProblemNotice } from '../../app/problem-notice.tsx'
import type { InjectedWallet } from '../../chain-client/injected-wallets.ts'
import { Notice, Panel } from '../../ui/notices.tsx'
import { PageTitle } from '../../ui/page-title.tsx'
import { wasMoving } from '../account/kept-move.ts'
import { useRefresh } from '../member.ts'
import { useTexts } from '../use-texts.ts'
import { CardSignIn } from './card-sign-in.tsx'
import { keepWallet, listWallets } from './wallets.ts'

async function signInWithWallet(wallet: InjectedWallet): Promise<void> {
  const [{ signIn: sign }, challenge] = await Promise.all([
    import('../../chain-client/sign-with-wallet.ts'),
    startWalletChallenge(),
  ])
  await signIn({ kind: 'wallet', ...(await sign(wallet, challenge)) })
  keepWallet(wallet)
}

async function signInWithPasskey(isNew: boolean): Promise<void> {
  const [{ makePasskey, signChallenge }, challenge] = await Promise.all([
    import('../../chain-client/sign-with-passkey.ts'),
    startPasskeyChallenge(),
  ])
  if (isNew) await registerPasskey(await makePasskey(challenge))
  else await signIn({ kind: 'passkey', assertion: await signChallenge(challenge) })
}

function PasskeySignIn() {
  const { t } = useTexts()
  const refresh = useRefresh()
  const signing = useMutation({ mutationFn: signInWithPasskey, onSuccess: refresh })
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('signIn.passkeyAbout')}
      </Text>
      <Group gap="sm">
        <Button
          variant="default"
          onClick={() => signing.mutate(false)}
          loading={signing.isPending && !signing.variables}
        >
          {t('signIn.passkey')}
        </Button>
        <Button variant="default" onClick={() => signing.mutate(true)} loading={signing.isPending && signing.variables}>
          {t('signIn.newPasskey')}
        </Button>
      </Group>
      <ProblemNotice error={signing.error} />
    </Stack>
  )
}

function WalletSignIn() {
  const { t } = useTexts()
  const refresh = useRefresh()
  const wallets = useQuery({ queryKey: ['wallets'], queryFn: listWallets })
  const signing = useMutation({ mutationFn: signInWithWallet, onSuccess: refresh })
  return (
    <Stack gap="sm" align="start">
      {wallets.data?.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('signIn.noWallet')}
        </Text>
      )}
      {wallets.data?.map((wallet) => (
        <Button
          key={wallet.id}
          variant="default"
          onClick={() => signing.mutate(wallet)}
          loading={signing.isPending && signing.variables === wallet}
        >
          {wallet.name === '' ? t('signIn.wallet') : t('signIn.walletNamed', { name: wallet.name })}
        </Button>
      ))}
      <ProblemNotice error={signing.error} />
    </Stack>
  )
}

/** The three ways in. */
export function SignInWays() {
  const { t } = useTexts()
  return (
    <Stack gap="lg">
      <Panel label={t('signIn.card')}>
        <CardSignIn />
      </Panel>
      <Panel label={t('signIn.otherWays')}>
        <Stack gap="md">
          <PasskeySignIn />
          <Divider label={t('signIn.or')} />
          <WalletSignIn />
        </Stack>
      </Panel>
    </Stack>
  )
}

/** What somebody sees who is not signed in, and what they can see without it. */
export function SignInPage() {
  const { t } = useTexts()
  return (
    <Stack gap="lg" maw={520} mx="auto">
      <div>
        <PageTitle>{t('signIn.title')}</PageTitle>
        <Text c="dimmed" mt={4}>
          {t('signIn.about')}
        </Text>
      </div>
      {wasMoving() && (
        <div role="status">
          <Notice tone="calm" title={t('move.state.done')}>
            {t('signIn.moved')}
          </Notice>
        </div>
      )}
      <SignInWays />
      <Group component="nav" aria-label={t('signIn.public')} gap="md">
        <Anchor component={Link} href="/rewards">
          {t('signIn.rewards')}
        </Anchor>
        <Anchor component={Link} href="/verify">
          {t('signIn.verify')}
        </Anchor>
      </Group>
    </Stack>
  )
}
