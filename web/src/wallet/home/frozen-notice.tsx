import { Anchor } from '@mantine/core'
import { Link } from 'wouter'

import type { Me } from '../../api-client/me.ts'
import { Notice } from '../../ui/notices.tsx'
import { useTexts } from '../use-texts.ts'

/** Says that the account is frozen, and by whom. */
export function FrozenNotice({ me }: { me: Me }) {
  const { t } = useTexts()
  if (!me.isFrozen) return null
  return (
    <Notice tone="careful" title={t('freeze.isFrozen')}>
      {t(me.frozenBy.operator ? 'freeze.byOperator' : 'freeze.byYou')}{' '}
      {me.frozenBy.member && (
        <Anchor component={Link} href="/account" inherit>
          {t('freeze.toAccount')}
        </Anchor>
      )}
    </Notice>
  )
}
