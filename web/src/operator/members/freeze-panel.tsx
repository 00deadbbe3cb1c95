import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'

import { changeFreeze, readRecovery } from '../../api-client/operator-safety.ts'
import { TitledPanel } from '../../ui/notices.tsx'
import { useAct } from '../acts/use-act.tsx'
import { useOperatorKey } from '../operator-key.ts'
import { useTexts } from '../use-texts.ts'

/** How the recovery of a member's account stands; it names the account as well. */
export function useRecovery(memberId: string) {
  const key = useOperatorKey()
  return useQuery({ queryKey: ['recovery', memberId], queryFn: () => readRecovery(key, memberId) })
}

/** Stops spending of a member's account as the operator, or lifts that again. */
export function FreezePanel({ memberId }: { memberId: string }) {
  const { t } = useTexts()
  const key = useOperatorKey()
  const { ask, area } = useAct()
  const { data } = useRecovery(memberId)
  const account = data?.account ?? t('members.theAccount')
  const change = (to: 'freeze' | 'unfreeze') => {
    ask({
      name: to,
      values: { memberId },
      call: { operation: `${to}Member`, target: { memberId, account }, body: {} },
      run: () => changeFreeze(key, memberId, to),
    })
  }
  return (
    <TitledPanel label={t('members.freeze')}>
      <Stack gap="sm">
        <Text>{t('members.freezeAbout')}</Text>
        <Text size="sm" c="dimmed">
          {t('members.freezeUnseen')}
        </Text>
        <Group gap="sm">
          <Button variant="default" onClick={() => change('freeze')}>
            {t('members.freezeNow')}
          </Button>
          <Button variant="default" onClick={() => change('unfreeze')}>
            {t('members.unfreezeNow')}
          </Button>
        </Group>
        {area}
      </Stack>
    </TitledPanel>
  )
}
