import { Button, Divider, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'

import type { OwnPerson } from '../../api-client/console.ts'
import { signInPersonPasskey } from '../../api-client/console-passkeys.ts'
import { startPasskeyChallenge } from '../../api-client/sessions.ts'
import { Failure } from '../../ui/notices.tsx'
import { useTexts } from '../use-texts.ts'

async function signIn(): Promise<OwnPerson> {
  const { signChallenge } = await import('../../chain-client/sign-with-passkey.ts')
  return signInPersonPasskey(await signChallenge(await startPasskeyChallenge()))
}

/** Signs in with a passkey that was added on the page of the account: without an address, because the passkey knows whose it is. */
export function PasskeyButton({ enter }: { enter: (person: OwnPerson) => void }) {
  const { t, problem } = useTexts()
  const entering = useMutation({ mutationFn: signIn, onSuccess: enter })
  return (
    <Stack gap="sm" mt="md">
      <Divider label={t('passkeys.or')} />
      <Button
        variant="default"
        size="md"
        w="fit-content"
        loading={entering.isPending}
        onClick={() => entering.mutate()}
      >
        {t('passkeys.signIn')}
      </Button>
      <Text size="sm" c="dimmed">
        {t('passkeys.signInAbout')}
      </Text>
      {entering.error !== null && <Failure text={problem(entering.error)} />}
    </Stack>
  )
}
