import { Container, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Router } from 'wouter'

import { LanguageSwitch } from '../ui/language-switch.tsx'

/** The member's pages, under /wallet. */
export function WalletPages() {
  const { t } = useTranslation('wallet')
  return (
    <Router base="/wallet">
      <Container component="main" py="xl">
        <Title order={1}>{t('home.title')}</Title>
        <LanguageSwitch />
      </Container>
    </Router>
  )
}
