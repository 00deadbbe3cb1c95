import { Stack } from '@mantine/core'

import { PageTitle } from '../../ui/page-title.tsx'
import { useMember } from '../member.ts'
import { useTexts } from '../use-texts.ts'
import parts from '../wallet-parts.module.css'
import { DataPanel } from './data-panel.tsx'
import { ContactsPanel } from './contacts-panel.tsx'
import { ErasurePanel } from './erasure-panel.tsx'
import { FreezePanel } from './freeze-panel.tsx'
import { LookPanel } from './look-panel.tsx'
import { AgreementsPanel } from './agreements-panel.tsx'
import { MoveCode } from './move-code.tsx'
import { MoveNotice } from './move-notice.tsx'
import { MovePanel } from './move-panel.tsx'
import { NamePanel } from './name-panel.tsx'
import { NewPasskeyNotice, PasskeysPanel } from './passkeys-panel.tsx'
import { PinPanel } from './pin-panel.tsx'
import { RecoveryNotice } from './recovery-notice.tsx'
import { SessionsPanel } from './sessions-panel.tsx'
import { ShowInWalletPanel } from './show-in-wallet-panel.tsx'
import { WhoPanel } from './who-panel.tsx'

/** The account: who one is here, how it looks, and what keeps it safe. */
export function AccountPage() {
  const { t } = useTexts()
  const me = useMember()
  return (
    <Stack gap="md">
      <PageTitle>{t('account.title')}</PageTitle>
      <RecoveryNotice />
      <MoveNotice />
      <NewPasskeyNotice />
      <div className={parts.columns}>
        <Stack gap="md">
          <WhoPanel />
          <NamePanel />
          <LookPanel />
          <ContactsPanel />
          <AgreementsPanel />
          <MovePanel />
        </Stack>
        <Stack gap="md">
          <MoveCode />
          <FreezePanel />
          {me.kind === 'card' && <PinPanel />}
          <SessionsPanel />
          {me.kind === 'card' && <PasskeysPanel />}
          <ShowInWalletPanel />
          <DataPanel />
          <ErasurePanel />
        </Stack>
      </div>
    </Stack>
  )
}
