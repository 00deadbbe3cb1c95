import { Container, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { LanguageSwitch } from '../ui/language-switch.tsx'

/** The till, for trying and training. */
export function TillPage() {
  const { t } = useTranslation('till')
  return (
    <Container component="main" py="xl">
      <Title order={1}>{t('title')}</Title>
      <LanguageSwitch />
    </Container>
  )
}
