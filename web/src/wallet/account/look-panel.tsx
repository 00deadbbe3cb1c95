import { Stack } from '@mantine/core'

import { LanguageSwitch } from '../../ui/language-switch.tsx'
import { TitledPanel } from '../../ui/notices.tsx'
import { ThemeSwitch } from '../../ui/theme-switch.tsx'
import { useTexts } from '../use-texts.ts'

/** How the pages look: language and theme. */
export function LookPanel() {
  const { t } = useTexts()
  return (
    <TitledPanel label={t('account.look')}>
      <Stack gap="sm" align="start">
        <LanguageSwitch />
        <ThemeSwitch
          label={t('account.theme')}
          names={{ auto: t('account.themeAuto'), light: t('account.themeLight'), dark: t('account.themeDark') }}
        />
      </Stack>
    </TitledPanel>
  )
}
