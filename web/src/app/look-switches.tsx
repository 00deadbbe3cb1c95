import { Group } from '@mantine/core'
import { useTranslation } from 'react-i18next'

import { LanguageSwitch } from '../ui/language-switch.tsx'
import { ThemeSwitch } from '../ui/theme-switch.tsx'

/** Chooses language and look, side by side. */
export function LookSwitches() {
  const { t } = useTranslation('app')
  return (
    <Group gap="xs">
      <LanguageSwitch />
      <ThemeSwitch
        label={t('theme.label')}
        names={{ auto: t('theme.auto'), light: t('theme.light'), dark: t('theme.dark') }}
      />
    </Group>
  )
}
